package dev.adjoint.cli.files;

import dev.adjoint.cli.arrays.ArrayFormatException;
import dev.adjoint.cli.arrays.NpzFile;
import dev.adjoint.runtime.Signature;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Spelling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Samples in a {@code .npz} file: an array for each value, under its name. */
final class NpzSamples implements SampleSource {
    private final Path file;
    private Set<String> names = Set.of();

    NpzSamples(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Map<String, FoundValue> read(List<Signature.Value> wanted, Findings findings) {
        StoredArrays arrays = new StoredArrays(file, findings);
        Map<String, FoundValue> found = new LinkedHashMap<>();
        try (NpzFile npz = new NpzFile(file)) {
            names = npz.names();
            for (Signature.Value value : wanted) {
                if (names.contains(value.name())) {
                    arrays.read(value.name(), sink -> npz.read(value.name(), sink))
                            .ifPresent(array -> found.put(value.name(), array));
                }
            }
        } catch (ArrayFormatException e) {
            arrays.report(e);
        } catch (IOException e) {
            throw arrays.failure(e);
        }
        return found;
    }

    /** Of a file that could not be read one does not know what it lacks. */
    @Override
    public void reportMissing(List<String> missing, Findings findings) {
        if (!findings.isEmpty()) {
            return;
        }
        StoredArrays arrays = new StoredArrays(file, findings);
        missing.forEach(name -> findings.report(
                DiagnosticCode.MISSING_KEY,
                arrays.start(),
                name,
                names.isEmpty() ? "none" : String.join(", ", names),
                Spelling.nearest(name, names).orElse("")));
    }
}
