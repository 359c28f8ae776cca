package dev.adjoint.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Parameters;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Parameter;
import dev.adjoint.source.SourceFile;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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

        ParameterFile.read(file(ParameterFile.write(written)), read);

        assertThat(read.flat().toDoubles()).containsExactly(written.flat().toDoubles());
    }

    @Test
    void writesOneParameterALineAtFullPrecision() {
        Parameters parameters = parameters(Precision.F32);
        for (int i = 0; i < parameters.flat().length(); i++) {
            parameters.flat().set(i, 0.1 * i);
        }

        assertThat(ParameterFile.write(parameters))
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
                List.of());
        return new Parameters(signature, RealArray.allocate(precision, 8)) {};
    }
}
