package dev.adjoint.cli.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class SafetensorsFileTest {
    static final List<Integer> LENGTHS = IntStream.range(0, 144).boxed().toList();

    @TempDir
    private Path temporary;

    private static NumpyFilesTest.Target read(Path file, String name) throws IOException, ArrayFormatException {
        NumpyFilesTest.Target target = new NumpyFilesTest.Target();
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            stored.read(name, target);
        }
        return target;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoder.3.attention.Wq | 2 x 3 elements | 0.1 -2.5 3 4 5.5 1e-300",
                "rate                   | one element    | 0.125",
                "half                   | 2 elements     | 0.5 -0.25",
                "brain                  | 2 elements     | 1.5 -3",
                "large                  | 2 elements     | 1099511627776 -1",
                "small                  | 2 elements     | 7 -8"
            })
    void readsWhatPythonWrote(String name, String shape, String values) throws Exception {
        NumpyFilesTest.Target tensor = read(NumpyFilesTest.FOLDER.resolve("mixed.safetensors"), name);
        assertThat(new ArrayShape(tensor.sizes, tensor.values.length).describe())
                .isEqualTo(shape);
        assertThat(tensor.values)
                .containsExactly(Arrays.stream(values.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    /** Byte for byte what the specification asks for. */
    @Test
    void writesTheLayoutOfTheSpecification() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a.b", new Tensor(List.of(1, 2), RealArray.of(1f, -2f, 77f)));
        tensors.put("c", new Tensor(List.of(), RealArray.of(0.5)));
        String header = "{\"__metadata__\":{\"model\":\"M\"},"
                + "\"a.b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"c\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        ByteBuffer expected = ByteBuffer.allocate(8 + padded.length() + 16).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded.length())
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .putFloat(1)
                .putFloat(-2)
                .putDouble(0.5);
        assertThat(SafetensorsFile.write(tensors, Map.of("model", "M"))).isEqualTo(expected.array());
    }

    @Test
    void nothingAtAllIsAFileToo() throws Exception {
        Path file = Files.write(temporary.resolve("none.safetensors"), SafetensorsFile.write(Map.of(), Map.of()));
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            assertThat(stored.names()).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("LENGTHS")
    void aFileThatIsCutOffIsRefused(int length) throws IOException {
        byte[] whole = Files.readAllBytes(NumpyFilesTest.FOLDER.resolve("plain.safetensors"));
        assertThat(whole).hasSize(LENGTHS.size());
        Path file = Files.write(temporary.resolve("cut.safetensors"), Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> SafetensorsFile.open(file)).isInstanceOf(ArrayFormatException.class);
    }

    /** A header, the number of bytes behind it, and what is wrong. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "{'a': {'dtype': 'F64', 'shape': [1], 'data_offsets': [0, 8]}} ; 9 ; the tensors have 8 bytes, but 9 follow the header: the file is too long",
                "{'a': {'dtype': 'F64', 'shape': [1], 'data_offsets': [0, 8]}} ; 7 ; the tensors have 8 bytes, but 7 follow the header: the file is cut off",
                "{'a': {'dtype': 'F64', 'shape': [1], 'data_offsets': [8, 16]}} ; 16 ; there is a gap between the header and 'a'",
                "{'a': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}, 'b': {'dtype': 'F32', 'shape': [1], 'data_offsets': [5, 9]}} ; 9 ; there is a gap between 'a' and 'b'",
                "{'a': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}, 'b': {'dtype': 'F32', 'shape': [1], 'data_offsets': [3, 7]}} ; 7 ; there is an overlap of 'a' and 'b'",
                "{'a': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}, 'b': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}} ; 4 ; there is an overlap of 'a' and 'b'",
                "{'a': {'dtype': 'F64', 'shape': [2], 'data_offsets': [0, 8]}} ; 8 ; 'a' has 8 bytes, but 2 elements of type F64 are 16",
                "{'a': {'dtype': 'F64', 'shape': [1], 'data_offsets': [8, 0]}} ; 8 ; the offsets of 'a' are [8, 0]",
                "{'a': {'dtype': 'F64', 'shape': [1], 'data_offsets': [0]}} ; 8 ; the offsets of 'a' are [0]",
                "{'a': {'dtype': 'F64', 'shape': [-1], 'data_offsets': [0, 8]}} ; 8 ; 'shape' of 'a' is no list of sizes",
                "{'a': {'dtype': 'F64', 'shape': [1.5], 'data_offsets': [0, 8]}} ; 8 ; 'shape' of 'a' is no list of sizes",
                "{'a': {'dtype': 'F64', 'shape': 1, 'data_offsets': [0, 8]}} ; 8 ; 'shape' of 'a' is no list of sizes",
                "{'a': {'dtype': 'F64', 'shape': [99999999999], 'data_offsets': [0, 8]}} ; 8 ; there are 99999999999 elements, more than an array can have",
                "{'a': {'dtype': 'F64', 'shape': [99999999999999999999], 'data_offsets': [0, 8]}} ; 8 ; the header is not JSON, or has a name twice: the file is damaged",
                "{'a': {'dtype': 'C64', 'shape': [1], 'data_offsets': [0, 8]}} ; 8 ; the elements of 'a' are of type C64, expected one such as F32 or F64",
                "{'a': {'dtype': 64, 'shape': [1], 'data_offsets': [0, 8]}} ; 8 ; the elements of 'a' are of type 64, expected one such as F32 or F64",
                "{'a': {'shape': [1], 'data_offsets': [0, 8]}} ; 8 ; the header does not say type, shape and offsets of 'a'",
                "{'a': {'dtype': 'F64', 'shape': [1], 'data_offsets': [0, 8], 'x': 1}} ; 8 ; the header says 'x' of 'a', which nobody knows",
                "{'a': {'dtype': 'F64', 'shape': [1], 'data_offsets': [0, 8]}, 'a': {'dtype': 'F64', 'shape': [1], 'data_offsets': [0, 8]}} ; 8 ; the header is not JSON, or has a name twice: the file is damaged",
                "{'a': 1} ; 0 ; the header says nothing about 'a'",
                "{'__metadata__': {'a': 1}} ; 0 ; __metadata__ holds more than texts",
                "{'__metadata__': {'a': 'b'}} x ; 0 ; the header is not JSON, or has a name twice: the file is damaged",
                "{} {} ; 0 ; the header goes on behind its object",
                "[] ; 0 ; the header is no object",
                "{'a': {'dtype': ; 0 ; the header is not JSON, or has a name twice: the file is damaged"
            })
    void headersAreNotBelieved(String header, int bytes, String message) throws IOException {
        byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(8 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(text.length).put(text);
        Path file = Files.write(temporary.resolve("bad.safetensors"), content.array());
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(ArrayFormatException.class)
                .hasMessage(message);
    }

    /** Lengths that no file of nine bytes has, among them negative ones and such as a program should not ask memory for. */
    @ParameterizedTest
    @CsvSource({"2", "100000001", "-1", "9223372036854775807", "-9223372036854775808"})
    void theLengthOfTheHeaderIsNotBelieved(long length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(9)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put((byte) '{');
        Path file = Files.write(temporary.resolve("bad.safetensors"), content.array());
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(ArrayFormatException.class)
                .hasMessage("this is no .safetensors file, or it is cut off within its header");
    }
}
