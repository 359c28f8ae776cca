package dev.adjoint.cli.arrays;

import dev.adjoint.runtime.Tensor;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Arrays by name, as {@code numpy.savez} and {@code numpy.savez_compressed} write them: a zip file of {@code .npy} files. */
public final class NpzFile implements AutoCloseable {
    private static final String ENDING = ".npy";

    /** The first that a zip file can tell; NumPy's own choice. */
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    /**
     * Opens a file and looks at its names.
     *
     * @throws IOException if the file cannot be read
     * @throws ArrayFormatException if it is no zip file, or has a name twice
     */
    public NpzFile(Path file) throws IOException, ArrayFormatException {
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException | EOFException e) {
            throw new ArrayFormatException("this is no .npz file, or it is damaged");
        }
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            if (name.endsWith(ENDING)
                    && entries.put(name.substring(0, name.length() - ENDING.length()), entry) != null) {
                zip.close();
                throw new ArrayFormatException("there are two arrays '" + name + "'");
            }
        }
    }

    /** The names of all arrays. */
    public Set<String> names() {
        return entries.keySet();
    }

    /**
     * Reads an array.
     *
     * @param name one of {@link #names}
     * @param sink from the array's sizes to what takes its elements
     * @throws IOException if the file cannot be read
     * @throws ArrayFormatException if there is no array of numbers under that name, or it is damaged
     */
    public void read(String name, Function<List<Integer>, ElementSink> sink) throws IOException, ArrayFormatException {
        ZipEntry entry = entries.get(name);
        try (CheckedInputStream in =
                new CheckedInputStream(new BufferedInputStream(zip.getInputStream(entry)), new CRC32())) {
            ElementStream elements = NpyFormat.open(in, entry.getSize());
            elements.read(in, sink.apply(elements.shape().sizes()));
            if (in.read() >= 0 || in.getChecksum().getValue() != entry.getCrc()) {
                throw new ArrayFormatException("its checksum is wrong: the file is damaged");
            }
        } catch (ZipException | EOFException e) {
            throw new ArrayFormatException("its compressed bytes are damaged");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** The file for some arrays, without compression. The same arrays give the same bytes. */
    public static byte[] write(Map<String, Tensor> arrays) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream file = new ZipOutputStream(out)) {
            file.setMethod(ZipEntry.STORED);
            for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                byte[] bytes = NpyFormat.write(array.getValue());
                CRC32 checksum = new CRC32();
                checksum.update(bytes);
                ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
                entry.setSize(bytes.length);
                entry.setCrc(checksum.getValue());
                entry.setTimeLocal(EARLIEST);
                file.putNextEntry(entry);
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
