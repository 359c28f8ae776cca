package dev.adjoint.cli.arrays;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A file with one array, as {@code numpy.save} writes it. */
public final class NpyFile {
    private NpyFile() {}

    /**
     * Reads the array.
     *
     * @param sink from the array's sizes to what takes its elements
     * @throws IOException if the file cannot be read
     * @throws ArrayFormatException if there is no array of numbers in it
     */
    public static void read(Path file, Function<List<Integer>, ElementSink> sink)
            throws IOException, ArrayFormatException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ElementStream elements = NpyFormat.open(in, Files.size(file));
            elements.read(in, sink.apply(elements.shape().sizes()));
        }
    }
}
