package dev.adjoint.cli.files;

import dev.adjoint.runtime.ElementKind;
import dev.adjoint.runtime.Signature;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Spelling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Samples as JSON: {@code {"x": [1, 2], "y": [3, 4]}} with as many levels of nesting as a value has axes. */
final class JsonSamples implements SampleSource {
    private final SourceFile file;
    private final Set<String> names = new LinkedHashSet<>();

    JsonSamples(SourceFile file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Map<String, FoundValue> read(List<Signature.Value> wanted, Findings findings) {
        Map<String, ElementKind> kinds =
                wanted.stream().collect(Collectors.toMap(Signature.Value::name, Signature.Value::kind));
        return JsonArrays.read(file, name -> Optional.ofNullable(kinds.get(name)), names, findings);
    }

    /** Of a text that could not be read one does not know what it lacks. */
    @Override
    public void reportMissing(List<String> missing, Findings findings) {
        if (!findings.isEmpty()) {
            return;
        }
        String others = names.isEmpty() ? "none" : String.join(", ", names);
        missing.forEach(name -> findings.report(
                DiagnosticCode.MISSING_KEY,
                file.span(0, 1),
                name,
                others,
                Spelling.nearest(name, names).orElse("")));
    }
}
