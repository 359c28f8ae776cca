package dev.adjoint.cli.files;

import dev.adjoint.runtime.Signature;
import dev.adjoint.source.SourceFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/**
 * A file of samples: CSV with a row for each sample, or JSON with nested arrays.
 */
public final class DataFile {
    private final Function<Signature, SampleSource> source;

    private DataFile(Function<Signature, SampleSource> source) {
        this.source = source;
    }

    /**
     * A file of the kind that its name says.
     *
     * @throws FileFailure if it cannot be read
     */
    public static DataFile of(Path file) {
        return of(TextFile.read(file));
    }

    /** CSV or JSON by the name's ending; for standard input, which has none, by the first character. */
    public static DataFile of(SourceFile file) {
        String name = file.name().toLowerCase(Locale.ROOT);
        boolean json = name.endsWith(".json") || name.endsWith(".csv")
                ? name.endsWith(".json")
                : file.text().stripLeading().startsWith("{");
        return new DataFile(signature -> json ? new JsonSamples(file) : new CsvTable(file, signature.sampleDim()));
    }

    SampleSource source(Signature signature) {
        return source.apply(signature);
    }
}
