package dev.adjoint.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adjoint.cli.arrays.SafetensorsFile;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Parameters;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Parameter;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.Diagnostic;
import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterFileTest {
    @Test
    void overwritesWhatTheFileNames() {
        Parameters parameters = parameters(Precision.F64);
        parameters.initialise(1);

        ParameterFile.read(file("{\"m\": [[1, 2, 3], [4, 5, 6]], \"none\": 7}"), parameters);

        assertThat(parameters.flat().toDoubles()).containsExactly(0.5, 1, 2, 3, 4, 5, 6, 7);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void whatIsWrittenReadsBackTheSame(Precision precision) {
        Parameters written = parameters(precision);
        for (int i = 0; i < written.flat().length(); i++) {
            written.flat().set(i, Math.exp(i) / 3);
        }
        Parameters read = parameters(precision);

        ParameterFile.read(file(ParameterFile.json(written)), read);

        assertThat(read.flat().toDoubles()).containsExactly(written.flat().toDoubles());
    }

    @Test
    void writesOneParameterALineAtFullPrecision() {
        Parameters parameters = parameters(Precision.F32);
        for (int i = 0; i < parameters.flat().length(); i++) {
            parameters.flat().set(i, 0.1 * i);
        }

        assertThat(ParameterFile.json(parameters))
                .isEqualTo("{\n  \"rate\": 0.0,\n  \"m\": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]],\n  \"none\": 0.7\n}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'none': 1, 'rte': 2}                | 1:13 unknown-parameter",
                "{'none': [1]}                        | 1:2 wrong-shape",
                "{'none': 1, 'm': [[1, 2], [3, 4]]}   | 1:13 wrong-shape",
                "{'none': 1, 'm': [1, 2, 3, 4, 5, 6]} | 1:13 wrong-shape",
                "{'none': 1, 'rate': 0}               | 1:13 outside-constraint",
                "{'none': 1, 'rate': NaN}             | 1:21 not-finite",
                "{'none': 1e400}                      | 1:10 not-finite",
                "{'none': 'one'}                      | 1:10 not-a-number",
                "{'none': 1, 'none': 2}               | 1:13 duplicate-key",
                "{'rate': 1}                          | 1:1 missing-parameter",
                "{'rate': -1, 'mm': 1}                | 1:1 missing-parameter, 1:2 outside-constraint, 1:14 unknown-parameter",
                "{'rate': 1                           | 1:11 invalid-json"
            },
            quoteCharacter = '#')
    void reportsWhatIsWrong(String text, String expected) {
        FileFailure failure = catchThrowableOfType(
                FileFailure.class, () -> ParameterFile.read(file(text.replace('\'', '"')), parameters(Precision.F64)));

        assertThat(failure).isNotNull();
        assertThat(failure.diagnostics().stream()
                        .map(d -> d.span().line() + ":" + d.span().column() + " "
                                + d.code().id())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @Test
    void namesParametersWithoutInitialValues() {
        Signature signature = parameters(Precision.F64).signature();

        assertThatThrownBy(() -> ParameterFile.requireInitialValues(signature))
                .isInstanceOf(FileFailure.class)
                .hasMessageContaining("no initial value of none: give a file with --parameters");
    }

    private static SourceFile file(String text) {
        return new SourceFile("p.json", text);
    }

    /** Written by Python: see src/test/python/array_files.py. */
    private static final Path FOLDER = Path.of("src/test/resources/dev/adjoint/cli/arrays");

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void safetensorsReadBackTheSame(Precision precision) throws IOException {
        Parameters written = parameters(precision);
        for (int i = 0; i < written.flat().length(); i++) {
            written.flat().set(i, Math.exp(i) / 3);
        }
        Path file = temporary.resolve("p.SafeTensors");
        Files.write(file, ParameterFile.content(file, written));
        Parameters read = parameters(precision);
        ParameterFile.read(file, read);
        assertThat(read.flat().toDoubles()).containsExactly(written.flat().toDoubles());
    }

    /** Named by paths, in all types that a parameter can be read from, in another order than the model's. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void readsSafetensorsOfOthers(Precision precision) {
        Parameters parameters = without(
                precision, Interval.ALL, "small[2] rate[] half[2] brain[2] large[2] encoder.3.attention.Wq[2,3]");
        ParameterFile.read(FOLDER.resolve("mixed.safetensors"), parameters);
        double[] expected = {7, -8, 0.125, 0.5, -0.25, 1.5, -3, 0x1p40, -1, 0.1, -2.5, 3, 4, 5.5, 1e-300};
        assertThat(parameters.flat().toDoubles())
                .containsExactly(Arrays.stream(expected)
                        .map(v -> precision == Precision.F32 ? (float) v : v)
                        .toArray());
    }

    /** The file has b of two numbers and a, which is 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "w[1]      | unknown-parameter the model has no parameter 'b'",
                "w[1]      | unknown-parameter the model has no parameter 'a'",
                "w[1]      | missing-parameter there is no value of parameter 'w', and the model gives it no initial value",
                "a[2] b[2] | wrong-shape 'a' is 2 numbers, but the file gives a single number",
                "b[1,2]    | wrong-shape 'b' is sizes 1 x 2, but the file gives 2 numbers",
                "a[] b[2]  | outside-constraint parameter 'a' is 3.0, but the model says a in (0.5, 2.5)"
            })
    void reportsSafetensorsThatDoNotFit(String specification, String expected) {
        Parameters parameters = without(Precision.F64, new Interval(0.5, 2.5), specification);
        FileFailure failure = catchThrowableOfType(
                FileFailure.class, () -> ParameterFile.read(FOLDER.resolve("plain.safetensors"), parameters));
        assertThat(failure.diagnostics().stream().map(d -> d.code().id() + " " + d.message()))
                .contains(expected);
        assertThat(failure.diagnostics().get(0).render())
                .startsWith(FOLDER.resolve("plain.safetensors") + ":1:1: error[");
    }

    @Test
    void safetensorsHoldFiniteNumbersOfTheModelsPrecision() throws IOException {
        Path file = temporary.resolve("p.safetensors");
        Files.write(file, SafetensorsFile.write(Map.of("a", Tensor.vector(1, Double.NaN, 1e39)), Map.of()));
        FileFailure failure = catchThrowableOfType(
                FileFailure.class, () -> ParameterFile.read(file, without(Precision.F32, Interval.ALL, "a[3]")));
        assertThat(failure.diagnostics())
                .extracting(Diagnostic::message)
                .contains(
                        "each element of 'a' is a finite number; found NaN at [1]",
                        "each element of 'a' is a number that single precision can hold; found 1.0E39 at [2]");
    }

    @Test
    void whatIsNoSafetensorsFileIsReported() {
        assertThatThrownBy(() -> ParameterFile.read(temporary.resolve("no.safetensors"), parameters(Precision.F64)))
                .isInstanceOf(FileFailure.class)
                .hasMessageEndingWith("no.safetensors: no such file or folder");
    }

    /** Parameters without initial values. */
    private static Parameters without(Precision precision, Interval constraint, String specification) {
        List<Parameter> all = new ArrayList<>();
        int offset = 0;
        for (String word : specification.split(" ")) {
            String[] parts = word.split("[\\[\\],]");
            List<Integer> sizes =
                    Arrays.stream(parts).skip(1).map(Integer::valueOf).toList();
            all.add(new Parameter(parts[0], offset, sizes, new Initialiser.Missing(), constraint, false));
            offset += all.get(all.size() - 1).count();
        }
        Signature signature =
                new Signature("Test", precision, List.of(), List.of(), all, List.of(), List.of(), List.of());
        return new Parameters(signature, RealArray.allocate(precision, offset)) {};
    }

    /** A scalar above 0, a 2 x 3 matrix, and a frozen scalar without initial value. */
    private static Parameters parameters(Precision precision) {
        Signature signature = new Signature(
                "Test",
                precision,
                List.of(),
                List.of(),
                List.of(
                        new Parameter(
                                "rate",
                                0,
                                List.of(),
                                new Initialiser.Constant(0.5),
                                new Interval(0, Double.POSITIVE_INFINITY),
                                false),
                        new Parameter("m", 1, List.of(2, 3), new Initialiser.Normal(0, 1), Interval.ALL, false),
                        new Parameter("none", 7, List.of(), new Initialiser.Missing(), Interval.ALL, true)),
                List.of(),
                List.of(),
                List.of());
        return new Parameters(signature, RealArray.allocate(precision, 8)) {};
    }
}
