package dev.adjoint.cli.files;

import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Samples for a model: CSV with one column for each input and target and one row for each sample, or JSON
 * ({@code {"x": [1, 2], "y": [3, 4]}}) with as many levels of nesting as a value has axes.
 */
public final class DataFile {
    private final SourceFile file;
    private final Signature signature;
    private final boolean isJson;
    private final Findings findings;

    private DataFile(SourceFile file, Signature signature) {
        this.file = file;
        this.signature = signature;
        this.isJson = isJson(file);
        this.findings = new Findings(signature.precision());
    }

    /**
     * Reads every input, and the targets.
     *
     * @param targetsRequired whether targets must be there; otherwise they are not read
     * @return by name, in the model's precision, of sizes that fit the model and each other
     * @throws FileFailure if that cannot be
     */
    public static Map<String, Tensor> read(SourceFile file, Signature signature, boolean targetsRequired) {
        List<Signature.Value> values = targetsRequired
                ? Stream.concat(signature.inputs().stream(), signature.targets().stream())
                        .toList()
                : signature.inputs();
        return new DataFile(file, signature).read(values);
    }

    private Map<String, Tensor> read(List<Signature.Value> values) {
        Set<String> wanted = values.stream().map(Signature.Value::name).collect(Collectors.toSet());
        Set<String> names = new LinkedHashSet<>();
        Map<String, FoundValue> found = isJson
                ? JsonArrays.read(file, wanted::contains, names, findings)
                : CsvColumns.read(file, wanted, names, findings);
        for (Signature.Value value : values) {
            if (!names.contains(value.name()) && (!isJson || findings.isEmpty())) {
                reportMissing(value.name(), names);
            }
        }
        // Sizes of what could not be read mean nothing, so they are compared only if all could.
        findings.throwIfAny();
        DimSizes sizes = new DimSizes(findings, !isJson);
        values.forEach(value -> sizes.check(value, found.get(value.name())));
        findings.throwIfAny();
        return tensors(values, found);
    }

    private void reportMissing(String name, Set<String> names) {
        DiagnosticCode code = isJson ? DiagnosticCode.MISSING_KEY : DiagnosticCode.MISSING_COLUMN;
        Span span = isJson ? file.span(0, 1) : file.span(0, file.line(1).length());
        String others = names.isEmpty() ? "none" : String.join(", ", names);
        findings.report(code, span, name, others, Spelling.nearest(name, names).orElse(""));
    }

    private Map<String, Tensor> tensors(List<Signature.Value> values, Map<String, FoundValue> found) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Signature.Value value : values) {
            FoundValue numbers = found.get(value.name());
            List<Integer> sizes = value.axes().isEmpty() ? List.of() : numbers.sizes();
            tensors.put(value.name(), new Tensor(sizes, numbers.numbers().toArray(signature.precision())));
        }
        return tensors;
    }

    /** By the name's ending; for standard input, which has none, by the first character. */
    private static boolean isJson(SourceFile file) {
        String name = file.name().toLowerCase(Locale.ROOT);
        if (name.endsWith(".json") || name.endsWith(".csv")) {
            return name.endsWith(".json");
        }
        return file.text().stripLeading().startsWith("{");
    }
}
