package dev.adjoint.cli.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads what NumPy wrote (src/test/python/array_files.py), writes it again, and meets damaged files. */
class NumpyFilesTest {
    static final Path FOLDER = Path.of("src/test/resources/dev/adjoint/cli/arrays");

    static final List<Integer> LENGTHS = IntStream.range(0, 176).boxed().toList();

    /** Of a longer array, values.tsv has every 997th element. */
    private static final int LONG = 100;

    @TempDir
    private Path temporary;

    /** Takes one array as doubles. */
    static final class Target implements Function<List<Integer>, ElementSink> {
        List<Integer> sizes;
        double[] values;

        @Override
        public ElementSink apply(List<Integer> all) {
            sizes = all;
            values = new double[all.stream().reduce(1, Math::multiplyExact)];
            Arrays.fill(values, Double.NaN);
            return (position, value) -> values[position] = value;
        }
    }

    private static Target read(Path file) throws IOException, ArrayFormatException {
        Target target = new Target();
        NpyFile.read(file, target);
        return target;
    }

    static Stream<String> readsWhatNumpyWrote() throws IOException {
        return Files.readAllLines(FOLDER.resolve("values.tsv")).stream();
    }

    @ParameterizedTest
    @MethodSource
    void readsWhatNumpyWrote(String line) throws Exception {
        String[] fields = line.split("\t", -1);
        Target array = read(FOLDER.resolve(fields[0] + ".npy"));
        assertThat(array.sizes)
                .isEqualTo(numbers(fields[1]).map(Integer::valueOf).toList());
        double[] shown = array.values.length < LONG
                ? array.values
                : IntStream.iterate(0, i -> i < array.values.length, i -> i + 997)
                        .mapToDouble(i -> array.values[i])
                        .toArray();
        assertThat(shown)
                .containsExactly(
                        numbers(fields[2]).mapToDouble(Double::parseDouble).toArray());
        assertThat(array.values).doesNotContain(Double.NaN);
    }

    private static Stream<String> numbers(String text) {
        return text.isEmpty() ? Stream.empty() : Arrays.stream(text.split(","));
    }

    /** Its own header is NumPy's, down to the padding. */
    @ParameterizedTest
    @CsvSource({"f8", "row-major", "vector", "scalar", "version1"})
    void writesWhatNumpyWrote(String name) throws Exception {
        byte[] numpys = Files.readAllBytes(FOLDER.resolve(name + ".npy"));
        Target array = read(FOLDER.resolve(name + ".npy"));
        assertThat(NpyFormat.write(new Tensor(array.sizes, RealArray.of(array.values))))
                .isEqualTo(numpys);
    }

    @Test
    void ignoresWhatABufferHoldsBeyondItsSize() throws Exception {
        Path file = temporary.resolve("a.npy");
        Files.write(file, NpyFormat.write(new Tensor(List.of(2), RealArray.of(1f, 2f, 3f))));
        assertThat(read(file).values).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"samples.npz", "compressed.npz"})
    void readsArraysByName(String name) throws Exception {
        try (NpzFile file = new NpzFile(FOLDER.resolve(name))) {
            assertThat(file.names()).containsExactlyInAnyOrder("x", "y", "other");
            Target x = new Target();
            file.read("x", x);
            assertThat(x.sizes).containsExactly(3, 2);
            assertThat(x.values).containsExactly(1, 2, 3, 4, 5, 6);
            Target y = new Target();
            file.read("y", y);
            assertThat(y.values).containsExactly(2, 0, 1);
            assertThatThrownBy(() -> file.read("other", new Target()))
                    .isInstanceOf(ArrayFormatException.class)
                    .hasMessageStartingWith("the elements are of type '<U4'");
        }
    }

    @Test
    void whatIsWrittenReadsBackTheSame() throws Exception {
        Path file = temporary.resolve("a.npz");
        Map<String, Tensor> arrays = Map.of(
                "a.b",
                new Tensor(List.of(2, 1, 2), RealArray.of(0.1f, -2f, 3f, Float.MIN_VALUE)),
                "s",
                Tensor.scalar(Double.MAX_VALUE));
        Files.write(file, NpzFile.write(arrays));
        try (NpzFile npz = new NpzFile(file)) {
            assertThat(npz.names()).isEqualTo(arrays.keySet());
            for (String name : npz.names()) {
                Target target = new Target();
                npz.read(name, target);
                assertThat(target.sizes).isEqualTo(arrays.get(name).sizes());
                assertThat(target.values)
                        .containsExactly(arrays.get(name).values().toDoubles());
            }
        }
        assertThat(NpzFile.write(arrays)).as("no time of day").isEqualTo(Files.readAllBytes(file));
    }

    /** f8.npy has 128 bytes of header and 48 of elements. */
    @ParameterizedTest
    @FieldSource("LENGTHS")
    void aFileThatIsCutOffIsRefused(int length) throws IOException {
        Path file = temporary.resolve("cut.npy");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(FOLDER.resolve("f8.npy")), length));
        assertThatThrownBy(() -> read(file)).isInstanceOf(ArrayFormatException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), } ; 8 ; 2 elements are 16 bytes, but 8 follow: the file is cut off",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (), } ; 16 ; one element are 8 bytes, but 16 follow: the file is too long",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (3000000000,), } ; 0 ; there are 3000000000 elements, more than an array can have",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (70000, 70000), } ; 0 ; there are 70000 x 70000 elements, more than an array can have",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999, 0), } ; 0 ; there are 9223372036854775807 x 0 elements, more than an array can have",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2,,), } ; 8 ; the header does not say type, order and shape: the file is damaged",
                "{'descr': '<f8', 'fortran_order': Maybe, 'shape': (1,), } ; 8 ; the header does not say type, order and shape: the file is damaged",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1, } ; 8 ; the header does not say type, order and shape: the file is damaged",
                "{'descr': '<f8', 'fortran_order': False} ; 8 ; the header does not say type, order and shape: the file is damaged",
                "{} ; 8 ; the header does not say type, order and shape: the file is damaged",
                "{'descr': '', 'fortran_order': False, 'shape': (1,), } ; 8 ; the elements are of type '', expected numbers such as '<f8', '<f4' or '<i8', or truth values",
                "{'descr': '=f8', 'fortran_order': False, 'shape': (1,), } ; 8 ; the elements are of type '=f8', expected numbers such as '<f8', '<f4' or '<i8', or truth values"
            },
            quoteCharacter = '"')
    void sizesAndHeadersAreNotBelieved(String header, int bytes, String message) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0};
        byte[] file = Arrays.copyOf(start, start.length + text.length + bytes);
        System.arraycopy(text, 0, file, start.length, text.length);
        Path path = Files.write(temporary.resolve("bad.npy"), file);
        assertThatThrownBy(() -> read(path))
                .isInstanceOf(ArrayFormatException.class)
                .hasMessage(message);
    }

    /** No virtual machine's stack is deep enough for a call on each of them. */
    @Test
    void moreAxesThanAnyArrayHasAreNoTrouble() throws Exception {
        String shape = "1,".repeat(30_000);
        byte[] text = ("{'descr': '<f8', 'fortran_order': True, 'shape': (" + shape + "), }")
                .getBytes(StandardCharsets.UTF_8);
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)};
        byte[] file = Arrays.copyOf(start, start.length + text.length + Double.BYTES);
        System.arraycopy(text, 0, file, start.length, text.length);
        Target array = read(Files.write(temporary.resolve("deep.npy"), file));
        assertThat(array.sizes).hasSize(30_000);
        assertThat(array.values).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({"unread-text", "unread-complex", "unread-record", "unread-object"})
    void whatAreNoNumbersIsRefused(String name) {
        assertThatThrownBy(() -> read(FOLDER.resolve(name + ".npy")))
                .isInstanceOf(ArrayFormatException.class)
                .hasMessageStartingWith("the elements are of type '");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, this is no .npy file", "6, 4, version 4 of", "6, 0, version 0 of", "9, 127, the file ends within"
    })
    void otherStartsAreRefused(int position, int value, String message) throws IOException {
        byte[] bytes = Files.readAllBytes(FOLDER.resolve("version1.npy"));
        bytes[position] = (byte) value;
        Path file = Files.write(temporary.resolve("bad.npy"), bytes);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ArrayFormatException.class)
                .hasMessageStartingWith(message);
    }

    /** Whichever byte of an archive is wrong: what is read is right, or nothing is. */
    @ParameterizedTest
    @CsvSource({"samples.npz", "compressed.npz"})
    void damageIsNoticed(String name) throws IOException {
        byte[] original = Files.readAllBytes(FOLDER.resolve(name));
        int noticed = 0;
        for (int i = 0; i < original.length; i++) {
            byte[] bytes = original.clone();
            bytes[i] ^= 0x55;
            Path path = Files.write(temporary.resolve("bad.npz"), bytes);
            Target x = new Target();
            Throwable thrown = catchThrowable(() -> {
                try (NpzFile file = new NpzFile(path)) {
                    if (file.names().contains("x")) {
                        file.read("x", x);
                    }
                }
            });
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(ArrayFormatException.class);
                noticed++;
            } else if (x.values != null) {
                assertThat(x.values).containsExactly(1, 2, 3, 4, 5, 6);
            }
        }
        assertThat(noticed).isGreaterThan(100);
    }

    @Test
    void anythingElseIsNoArchive() throws IOException {
        assertThatThrownBy(() -> new NpzFile(FOLDER.resolve("f8.npy")))
                .isInstanceOf(ArrayFormatException.class)
                .hasMessageStartingWith("this is no .npz file");
        Path empty = Files.write(temporary.resolve("empty.npz"), new byte[0]);
        assertThatThrownBy(() -> new NpzFile(empty)).isInstanceOf(ArrayFormatException.class);
        assertThatThrownBy(() -> new NpzFile(temporary.resolve("none.npz"))).isInstanceOf(IOException.class);
    }
}
