package dev.adjoint.cli.files;

import dev.adjoint.runtime.Signature;
import dev.adjoint.source.SourceFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A file of samples: CSV with a row for each sample, JSON with nested arrays, or arrays that NumPy saved.
 */
public final class DataFile {
    private final Optional<String> value;
    private final Function<Signature, SampleSource> source;

    private DataFile(Optional<String> value, Function<Signature, SampleSource> source) {
        this.value = value;
        this.source = source;
    }

    /**
     * A file of the kind that its name says: {@code .csv}, {@code .json}, {@code .npz}, or {@code .npy} for a model that needs
     * only one value.
     *
     * @throws FileFailure if it cannot be read
     */
    public static DataFile of(Path file) {
        if (endsIn(".npz", file)) {
            return new DataFile(Optional.empty(), signature -> new NpzSamples(file));
        }
        return isArray(file)
                ? new DataFile(Optional.empty(), signature -> new NpySample(file, Optional.empty()))
                : of(TextFile.read(file));
    }

    /** CSV or JSON by the name's ending; for standard input, which has none, by the first character. */
    public static DataFile of(SourceFile file) {
        String name = file.name().toLowerCase(Locale.ROOT);
        boolean json = name.endsWith(".json") || name.endsWith(".csv")
                ? name.endsWith(".json")
                : file.text().stripLeading().startsWith("{");
        return new DataFile(
                Optional.empty(),
                signature -> json ? new JsonSamples(file) : new CsvTable(file, signature.sampleDim()));
    }

    /** A {@code .npy} file for one value, which other files then need not have. */
    public static DataFile of(String value, Path file) {
        return new DataFile(Optional.of(value), signature -> new NpySample(file, Optional.of(value)));
    }

    /** Whether a name is that of a {@code .npy} file. */
    public static boolean isArray(Path file) {
        return endsIn(".npy", file);
    }

    /** Whether a name is that of a {@code .npy} or {@code .npz} file. */
    public static boolean isNumpy(Path file) {
        return isArray(file) || endsIn(".npz", file);
    }

    private static boolean endsIn(String ending, Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** The one value it is for; empty if any. */
    Optional<String> value() {
        return value;
    }

    SampleSource source(Signature signature) {
        return source.apply(signature);
    }
}
