package dev.adjoint.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Axis;
import dev.adjoint.runtime.Signature.Value;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.Diagnostic;
import dev.adjoint.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFileTest {
    private static final Axis N = new Axis("n", Axis.UNBOUND);

    /** One sample per row. */
    private static final Signature LINE = signature(Precision.F64, value("x", N), value("y", N));

    private static final Signature SINGLE = signature(Precision.F64, value("x"), value("y"));

    private static final Signature FIXED = signature(Precision.F64, value("x", new Axis("m", 3)), value("y", N));

    private static final Signature MATRIX =
            signature(Precision.F64, value("x", N, new Axis("features", 2)), value("y", N));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.csv | 'x,y\n1,2\n3,4\n'",
                "data.csv | 'y,other,x\n2,anything,1\n4,,3'",
                "data.csv | ' x , y \r\n 1 , +2.0 \r\n\r\n 3e0 ,4\r\n\r\n'",
                "data.csv | '\"x\",\"y\"\n\"1\",2\n3,4'",
                "data.csv | '\uFEFFx,y\n1,2\n3,4'",
                "<standard input> | 'x,y\n1,2\n3,4'",
                "<standard input> | ' {\"x\": [1, 3], \"y\": [2, 4]}'",
                "data.json | '{\"y\": [2, 4.0], \"z\": {\"any\": [\"thing\"]}, \"x\": [1, 3E0]}'"
            })
    void readsSamples(String name, String text) {
        Map<String, Tensor> data = DataFile.read(file(name, text), LINE, true);

        assertThat(data).containsOnlyKeys("x", "y");
        assertThat(data.get("x").sizes()).containsExactly(2);
        assertThat(data.get("x").values().toDoubles()).containsExactly(1, 3);
        assertThat(data.get("y").values().toDoubles()).containsExactly(2, 4);
    }

    @Test
    void readsSingleNumbersAndMatrices() {
        assertThat(DataFile.read(file("a.csv", "x,y\n1,2\n"), SINGLE, true)
                        .get("x")
                        .sizes())
                .isEmpty();
        assertThat(DataFile.read(file("a.json", "{\"x\": 1, \"y\": 2}"), SINGLE, true)
                        .get("y")
                        .values()
                        .get(0))
                .isEqualTo(2);
        Tensor x = DataFile.read(file("a.json", "{\"x\": [[1, 2], [3, 4], [5, 6]]}"), MATRIX, false)
                .get("x");
        assertThat(x.sizes()).containsExactly(3, 2);
        assertThat(x.values().toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void usesTheModelsPrecision() {
        Signature single = signature(Precision.F32, value("x", N), value("y", N));

        assertThat(DataFile.read(file("a.csv", "x,y\n0.1,2\n"), single, true)
                        .get("x")
                        .values())
                .isInstanceOfSatisfying(
                        RealArray.F32.class, a -> assertThat(a.values()).containsExactly(0.1f));
        assertThat(problems("a.csv", "x,y\n1e39,2\n", single, true)).isEqualTo("2:1 too-large-for-f32");
        assertThat(problems("a.json", "{\"x\": [1e39], \"y\": [2]}", single, true))
                .isEqualTo("1:8 too-large-for-f32");
    }

    @Test
    void targetsMayBeAbsentWhenPredicting() {
        assertThat(DataFile.read(file("a.csv", "x\n1\n"), LINE, false)).containsOnlyKeys("x");
        assertThat(DataFile.read(file("a.csv", "x,y\n1,not yet known\n"), LINE, false))
                .containsOnlyKeys("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                         | 1:1 missing-column, 1:1 missing-column",
                "'x,y\n'                    | 1:1 empty-data, 1:3 empty-data",
                "'x,why\n1,2'               | 1:1 missing-column",
                "'x,y\n1,2\n3,'             | 3:3 missing-value",
                "'x,y\n1,2\n,4\n5,  '       | 3:1 missing-value, 4:5 missing-value",
                "'x,y\n1,two'               | 2:3 not-a-number",
                "'x,y\n1,0x10\n2, 3d'       | 2:3 not-a-number, 3:4 not-a-number",
                "'x,y\n1,NaN\n-inf,2'       | 2:3 not-finite, 3:1 not-finite",
                "'x,y\n1,1e999'             | 2:3 not-finite",
                "'x,y\n1,2,3\n4\n'          | 2:1 ragged-row, 3:1 ragged-row",
                "'x,y,x\n1,2,3'             | 1:5 duplicate-column",
                "'x,y\n1,\"2'               | 2:1 invalid-csv",
                "'x,y\n\"a\nb\",2\n3,four'  | 2:1 not-a-number, 4:3 not-a-number",
                "'x,other,y\n1,\"a,\n b\",z'  | 3:5 not-a-number"
            })
    void reportsWhatIsWrongWithCsv(String text, String expected) {
        assertThat(problems("data.csv", text, LINE, true)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                     | 1:1 invalid-json",
                "'[1, 2]'                               | 1:1 invalid-json",
                "'{\"x\": [1, 2], \"y\": [3, 4'         | 1:25 invalid-json",
                "'{\"x\": [1, 2],\n \"y\": [3; 4]}'     | 2:9 invalid-json",
                "'{\"x\": [1], \"y\": [2]} {}'          | 1:22 invalid-json",
                "'{\"x\": [1], \"Y\": [2]}'             | 1:1 missing-key",
                "'{\"x\": [1], \"x\": [1], \"y\": [2]}' | 1:12 duplicate-key",
                "'{\"x\": [], \"y\": [2]}'              | 1:2 empty-data",
                "'{\"x\": [null], \"y\": [\"2\"]}'      | 1:8 not-a-number, 1:21 not-a-number",
                "'{\"x\": [NaN], \"y\": [-1e999]}'      | 1:8 not-finite, 1:20 not-finite",
                "'{\"x\": [1, [2]], \"y\": [1, 2]}'     | 1:11 ragged-array",
                "'{\"x\": [[1], [2, 3]], \"y\": [1]}'   | 1:13 ragged-array",
                "'{\"x\": [[1], 2], \"y\": [1]}'        | 1:13 ragged-array",
                "'{\"x\": [[1, 2]], \"y\": [1]}'        | 1:2 wrong-shape",
                "'{\"x\": 1, \"y\": [1]}'               | 1:2 wrong-shape",
                "'{\"x\": [1, 2], \"y\": [3]}'          | 1:15 wrong-size"
            })
    void reportsWhatIsWrongWithJson(String text, String expected) {
        assertThat(problems("data.json", text, LINE, true)).isEqualTo(expected);
    }

    @Test
    void comparesSizesWithTheModel() {
        assertThat(problems("a.csv", "x,y\n1,2\n3,4\n", FIXED, true)).isEqualTo("1:1 wrong-size");
        assertThat(problems("a.csv", "x,y\n1,2\n3,4\n", SINGLE, true)).isEqualTo("1:1 wrong-shape, 1:3 wrong-shape");
        assertThat(problems("a.csv", "x,y\n1,2\n", MATRIX, true)).isEqualTo("1:1 wrong-shape");
        assertThat(problems("a.json", "{\"x\": [[1, 2, 3]], \"y\": [1]}", MATRIX, true))
                .isEqualTo("1:2 wrong-size");
    }

    @Test
    void aBlankLineIsAMissingValueOnlyBetweenRowsOfOneColumn() {
        assertThat(problems("a.csv", "x\n1\n\n2\n", LINE, false)).isEqualTo("3:1 missing-value");
        assertThat(DataFile.read(file("a.csv", "x\n1\n2\n\n\n"), LINE, false)
                        .get("x")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void stopsAfterTwentyFindings() {
        String text = "x,y\n" + IntStream.range(0, 100).mapToObj(i -> "a,b\n").collect(Collectors.joining());

        assertThat(problems("a.csv", text, LINE, true).split(", ")).hasSize(20);
    }

    @Test
    void pointsAtTheFieldAndHelps() {
        FileFailure failure = failure("data.csv", "x, y\n1, 2\n3,abc\n", LINE);
        assertThat(failure.diagnostics().get(0).render())
                .startsWith("data.csv:3:3: error[not-a-number]: expected a number, found 'abc'\n")
                .contains("3 | 3,abc\n")
                .contains("  ^^^\n");

        failure = failure("data.csv", "x,Why\n1,2\n", signature(Precision.F64, value("x", N), value("why", N)));
        assertThat(failure.diagnostics().get(0).render())
                .contains("there is no column 'why'; there are: x, Why")
                .contains("did you mean 'Why'?");
    }

    private static FileFailure failure(String name, String text, Signature signature) {
        return catchThrowableOfType(FileFailure.class, () -> DataFile.read(file(name, text), signature, true));
    }

    /** Places and codes, in order. */
    private static String problems(String name, String text, Signature signature, boolean withTargets) {
        FileFailure failure =
                catchThrowableOfType(FileFailure.class, () -> DataFile.read(file(name, text), signature, withTargets));
        assertThat(failure).isNotNull();
        return failure.diagnostics().stream().map(DataFileTest::brief).collect(Collectors.joining(", "));
    }

    private static String brief(Diagnostic d) {
        return d.span().line() + ":" + d.span().column() + " " + d.code().id();
    }

    private static SourceFile file(String name, String text) {
        return TextFile.read(
                name, new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static Value value(String name, Axis... axes) {
        return new Value(name, List.of(axes));
    }

    private static Signature signature(Precision precision, Value input, Value target) {
        return new Signature("Test", precision, List.of(input), List.of(target), List.of(), List.of(), List.of());
    }
}
