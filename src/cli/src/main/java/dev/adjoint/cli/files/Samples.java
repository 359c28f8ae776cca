package dev.adjoint.cli.files;

import dev.adjoint.runtime.ElementKind;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Samples for a model, gathered from files. */
public final class Samples {
    private final Signature signature;
    private final Findings findings;
    private final Map<String, FoundValue> found = new LinkedHashMap<>();

    private Samples(Signature signature) {
        this.signature = signature;
        this.findings = new Findings(signature.precision());
    }

    /**
     * Reads every input, and the targets.
     *
     * @param targetsRequired whether targets must be there; otherwise they are not read
     * @return by name, in the model's precision, of sizes and elements that fit the model and each other
     * @throws FileFailure if that cannot be
     */
    public static Map<String, Tensor> read(List<DataFile> files, Signature signature, boolean targetsRequired) {
        List<Signature.Value> values = targetsRequired
                ? Stream.concat(signature.inputs().stream(), signature.targets().stream())
                        .toList()
                : signature.inputs();
        return new Samples(signature).read(files, values);
    }

    private Map<String, Tensor> read(List<DataFile> files, List<Signature.Value> values) {
        find(files, values);
        // Sizes of what could not be read mean nothing, so they are compared only if all could.
        findings.throwIfAny();
        DimSizes sizes = new DimSizes(signature, findings);
        for (Signature.Value value : values) {
            found.computeIfPresent(value.name(), (name, numbers) -> numbers.fitting(value));
            sizes.check(value, found.get(value.name()));
        }
        sizes.compare();
        findings.throwIfAny();
        values.forEach(value -> checkElements(value, sizes.unbound()));
        findings.throwIfAny();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        values.forEach(
                value -> tensors.put(value.name(), found.get(value.name()).toTensor()));
        return tensors;
    }

    private void find(List<DataFile> files, List<Signature.Value> values) {
        List<String> own = files.stream().flatMap(file -> file.value().stream()).toList();
        List<Signature.Value> others =
                values.stream().filter(value -> !own.contains(value.name())).toList();
        List<SampleSource> sources = new ArrayList<>();
        Map<String, SampleSource> origins = new HashMap<>();
        for (DataFile file : files) {
            SampleSource source = file.source(signature);
            sources.add(source);
            source.read(file.value().isPresent() ? values : others, findings).forEach((name, value) -> {
                SampleSource other = origins.put(name, source);
                if (other != null) {
                    throw new FileFailure("'" + name + "' is in " + other.name() + " and in " + source.name());
                }
                found.put(name, value);
            });
        }
        reportMissing(values, sources);
    }

    private void reportMissing(List<Signature.Value> values, List<SampleSource> sources) {
        List<String> missing = values.stream()
                .map(Signature.Value::name)
                .filter(name -> !found.containsKey(name))
                .toList();
        if (sources.size() == 1) {
            sources.get(0).reportMissing(missing, findings);
        } else if (findings.isEmpty() && !missing.isEmpty()) {
            throw new FileFailure("there are no values of " + String.join(", ", missing) + " in "
                    + sources.stream().map(SampleSource::name).collect(Collectors.joining(", ")));
        }
    }

    private void checkElements(Signature.Value value, Map<String, Integer> sizes) {
        if (value.kind().isReal()) {
            return;
        }
        int count = value.kind().count(sizes, signature.precision());
        FoundValue numbers = found.get(value.name());
        for (int i = 0; i < numbers.numbers().length() && !findings.isFull(); i++) {
            double number = numbers.numbers().get(i);
            if (!ElementKind.isBelow(count, number)) {
                Span place = numbers.places().apply(i);
                String where = place.equals(numbers.span())
                        ? " at " + numbers.toTensor().position(i)
                        : "";
                String expected = value.kind().describe(count);
                String shown = number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
                findings.report(DiagnosticCode.WRONG_ELEMENT, place, value.name(), expected, shown + where, "");
            }
        }
    }
}
