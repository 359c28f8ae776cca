package dev.adjoint.cli.files;

import dev.adjoint.cli.arrays.NpyFile;
import dev.adjoint.runtime.Signature;
import dev.adjoint.source.DiagnosticCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A {@code .npy} file, whose one array is one value. */
final class NpySample implements SampleSource {
    private final Path file;
    private final Optional<String> name;

    /** @param name of the value; if empty, the only one that is wanted */
    NpySample(Path file, Optional<String> name) {
        this.file = file;
        this.name = name;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Map<String, FoundValue> read(List<Signature.Value> wanted, Findings findings) {
        if (name.isEmpty() && wanted.size() != 1) {
            String names = wanted.stream().map(Signature.Value::name).collect(Collectors.joining(", "));
            throw new FileFailure(file + " holds one array without a name, but the model needs " + names
                    + ": give each its file, as in " + wanted.get(0).name() + "=" + file);
        }
        Map<String, FoundValue> found = new HashMap<>();
        for (Signature.Value value : wanted) {
            if (value.name().equals(name.orElse(value.name()))) {
                new StoredArrays(file, findings)
                        .read(value.name(), sink -> NpyFile.read(file, sink))
                        .ifPresent(array -> found.put(value.name(), array));
            }
        }
        return found;
    }

    @Override
    public void reportMissing(List<String> missing, Findings findings) {
        StoredArrays array = new StoredArrays(file, findings);
        missing.stream()
                .filter(other -> !other.equals(name.orElse(other)))
                .forEach(other ->
                        findings.report(DiagnosticCode.MISSING_KEY, array.start(), other, name.orElseThrow(), ""));
    }
}
