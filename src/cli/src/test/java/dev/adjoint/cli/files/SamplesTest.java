package dev.adjoint.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adjoint.cli.arrays.NpzFile;
import dev.adjoint.runtime.ElementKind;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Axis;
import dev.adjoint.runtime.Signature.Value;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.Diagnostic;
import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {
    @TempDir
    private Path temporary;

    private static final Axis N = new Axis("n", Axis.UNBOUND);

    /** One sample per row. */
    private static final Signature LINE = signature(Precision.F64, value("x", N), value("y", N));

    private static final Signature SINGLE = signature(Precision.F64, value("x"), value("y"));

    private static final Signature FIXED = signature(Precision.F64, value("x", new Axis("m", 3)), value("y", N));

    private static final Signature MATRIX =
            signature(Precision.F64, value("x", N, new Axis("features", 2)), value("y", N));

    /** Vectors and matrices. */
    private static final Signature NESTED = signature(
            Precision.F64,
            value("x", N, new Axis("k", 2)),
            value("w", N, new Axis("a", 2), new Axis("b", Axis.UNBOUND)));

    /** Labels of three classes, indices along the samples, and truth values. */
    private static final Signature KINDS = new Signature(
            "Test",
            Precision.F64,
            List.of(
                    new Value("node", List.of(N), new ElementKind.Index(N)),
                    new Value("mask", List.of(N), ElementKind.BOOL)),
            List.of(new Value("label", List.of(N), new ElementKind.Label(new Axis("classes", 3)))),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.csv | 'x,y\n1,2\n3,4\n'",
                "data.csv | 'y,other,x\n2,anything,1\n4,,3'",
                "data.csv | ' x , y \r\n 1 , +2.0 \r\n\r\n 3e0 ,4\r\n\r\n'",
                "data.csv | '\"x\",\"y\"\n\"1\",2\n3,4'",
                "data.csv | '\uFEFFx,y\n1,2\n3,4'",
                "data.csv | '# x,y\n1,2\n3,4'",
                "data.csv | '#x,y\n1,2\n3,4'",
                "<standard input> | 'x,y\n1,2\n3,4'",
                "<standard input> | ' {\"x\": [1, 3], \"y\": [2, 4]}'",
                "data.json | '{\"y\": [2, 4.0], \"z\": {\"any\": [\"thing\"]}, \"x\": [1, 3E0]}'"
            })
    void readsSamples(String name, String text) {
        Map<String, Tensor> data = read(file(name, text), LINE, true);

        assertThat(data).containsOnlyKeys("x", "y");
        assertThat(data.get("x").sizes()).containsExactly(2);
        assertThat(data.get("x").values().toDoubles()).containsExactly(1, 3);
        assertThat(data.get("y").values().toDoubles()).containsExactly(2, 4);
    }

    @Test
    void readsSingleNumbersAndMatrices() {
        assertThat(read(file("a.csv", "x,y\n1,2\n"), SINGLE, true).get("x").sizes())
                .isEmpty();
        assertThat(read(file("a.json", "{\"x\": 1, \"y\": 2}"), SINGLE, true)
                        .get("y")
                        .values()
                        .get(0))
                .isEqualTo(2);
        Tensor x = read(file("a.json", "{\"x\": [[1, 2], [3, 4], [5, 6]]}"), MATRIX, false)
                .get("x");
        assertThat(x.sizes()).containsExactly(3, 2);
        assertThat(x.values().toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void anArrayWithOneElementIsASingleNumberWhereOneIsWanted() {
        Tensor x = read(file("a.json", "{\"x\": [[1.5]], \"y\": [2]}"), SINGLE, true)
                .get("x");
        assertThat(x.sizes()).isEmpty();
        assertThat(x.values().toDoubles()).containsExactly(1.5);
        assertThat(problems("a.json", "{\"x\": [1, 2], \"y\": []}", SINGLE, true))
                .isEqualTo("1:2 wrong-shape, 1:15 empty-data");
    }

    /** Of several values, the one that differs from most; where it is one against one, the one that differs elsewhere. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[[1, 2, 3], [4, 5, 6]] | [[1, 2, 3], [4, 5, 6]] | [1, 2] | [1, 2] | none",
                "[[1, 2], [3, 4], [5, 6]] | [[1, 2, 3], [4, 5, 6]] | [1, 2] | [1, 2] | 'x' has 3 along n, but 'm', 'z' and 'y' have 2; 'x' has 2 along t, but 'm' has 3",
                "[[1, 2, 3], [4, 5, 6]] | [[1, 2], [3, 4], [5, 6]] | [1, 2] | [1, 2] | 'm' has 3 along n, but 'x', 'z' and 'y' have 2; 'm' has 2 along t, but 'x' has 3",
                "[[1, 2, 3], [4, 5, 6]] | [[1, 2, 3], [4, 5, 6]] | [1] | [1, 2] | 'z' has 1 along n, but 'x', 'm' and 'y' have 2",
                "[[1, 2, 3], [4, 5, 6]] | [[1, 2], [3, 4]] | [1, 2] | [1, 2] | 'm' has 2 along t, but 'x' has 3",
                "[[1], [2]] | [[1], [2]] | [1, 2, 3] | [1, 2, 3] | 'z' has 3 along n, but 'x' and 'm' have 2; 'y' has 3 along n, but 'x' and 'm' have 2"
            })
    void blamesWhatDiffersFromMost(String x, String m, String z, String y, String expected) {
        Axis time = new Axis("t", Axis.UNBOUND);
        Signature signature = new Signature(
                "Test",
                Precision.F64,
                List.of(value("x", N, time), value("m", N, time), value("z", N)),
                List.of(value("y", N)),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        String text = "{\"x\": " + x + ", \"m\": " + m + ", \"z\": " + z + ", \"y\": " + y + "}";

        if (expected.equals("none")) {
            assertThat(read(file("a.json", text), signature, true)).hasSize(4);
        } else {
            assertThat(failure("a.json", text, signature).diagnostics().stream()
                            .map(Diagnostic::message)
                            .collect(Collectors.joining("; ")))
                    .isEqualTo(expected);
        }
    }

    @Test
    void usesTheModelsPrecision() {
        Signature single = signature(Precision.F32, value("x", N), value("y", N));

        assertThat(read(file("a.csv", "x,y\n0.1,2\n"), single, true).get("x").values())
                .isInstanceOfSatisfying(
                        RealArray.F32.class, a -> assertThat(a.values()).containsExactly(0.1f));
        assertThat(problems("a.csv", "x,y\n1e39,2\n", single, true)).isEqualTo("2:1 too-large-for-f32");
        assertThat(problems("a.json", "{\"x\": [1e39], \"y\": [2]}", single, true))
                .isEqualTo("1:8 too-large-for-f32");
    }

    @Test
    void targetsMayBeAbsentWhenPredicting() {
        assertThat(read(file("a.csv", "x\n1\n"), LINE, false)).containsOnlyKeys("x");
        assertThat(read(file("a.csv", "x,y\n1,not yet known\n"), LINE, false)).containsOnlyKeys("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                         | 1:1 empty-data",
                "'\n  \n'                    | 1:1 empty-data",
                "'x,y\n'                    | 1:1 empty-data, 1:3 empty-data",
                "'x,why\n1,2'               | 1:1 missing-column",
                "'\n\n x,why\n1,2'           | 3:2 missing-column",
                "'x;y\n1;2'                 | 1:1 wrong-separator",
                "'# x;y\n1,5;2\n2,5;3'      | 1:1 wrong-separator",
                "'other	x\n1	2'          | 1:1 wrong-separator",
                "'x y\n1 2'                 | 1:1 wrong-separator",
                "'ex;why\n1;2'              | 1:1 missing-column, 1:1 missing-column",
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
        assertThat(read(file("a.csv", "x\n1\n2\n\n\n"), LINE, false).get("x").count())
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

    /** x[n, k] and w[n, a, b]: two samples of x = 1 2, 3 4 and w = [5 6 7; 8 9 10], [11 12 13; 14 15 16]. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'x[0],x[1],\"w[0,0]\",\"w[0,1]\",\"w[0,2]\",\"w[1,0]\",\"w[1,1]\",\"w[1,2]\"\n1,2,5,6,7,8,9,10\n3,4,11,12,13,14,15,16'",
                "'x[0],x[1],w[0,0],w[0,1],w[0,2],w[1,0],w[1,1],w[1,2]\n1,2,5,6,7,8,9,10\n3,4,11,12,13,14,15,16'",
                "'w[1,2],w[1,1],w[1,0],x[1],w[0, 2],w[ 0 , 1 ],w[0,0],x[00]\n10,9,8,2,7,6,5,1\n16,15,14,4,13,12,11,3'",
                "'id,x[0],x[mean],x[1],w[0,0],w[0,1],w[0,2],w[1,0],w[1,1],w[1,2]\na,1,,2,5,6,7,8,9,10\nb,3,,4,11,12,13,14,15,16'"
            })
    void readsVectorsAndMatricesOfEachSample(String text) {
        Map<String, Tensor> data = read(file("data.csv", text), NESTED, true);

        assertThat(data.get("x").sizes()).containsExactly(2, 2);
        assertThat(data.get("x").values().toDoubles()).containsExactly(1, 2, 3, 4);
        assertThat(data.get("w").sizes()).containsExactly(2, 2, 3);
        assertThat(data.get("w").values().toDoubles()).containsExactly(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    }

    /** Rows run along the sample dim, wherever a value has it. */
    @Test
    void putsSamplesWhereTheModelHasThem() {
        Signature signature =
                signature(Precision.F32, value("x", N), value("t", new Axis("a", 2), N, new Axis("b", Axis.UNBOUND)));

        Map<String, Tensor> data = read(
                file("a.csv", "x,t[0,0],t[0,1],t[1,0],t[1,1]\n0,1,2,3,4\n0,5,6,7,8\n0,9,10,11,12\n"), signature, true);

        assertThat(data.get("t").sizes()).containsExactly(2, 3, 2);
        assertThat(data.get("t").values().toDoubles()).containsExactly(1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'x,y\n1,2'                          | 1:1 wrong-shape",
                "'x[0,0],y\n1,2'                     | 1:1 wrong-shape",
                "'x[0],x[1],y[0]\n1,2,3'             | 1:11 wrong-shape",
                "'x[0],x,y\n1,2,3'                   | 1:6 wrong-shape",
                "'x[0],y\n1,2'                       | 1:1 missing-column",
                "'x[1],y\n1,2'                       | 1:1 missing-column",
                "'y,x[0],x[1],x[2]\n1,2,3,4'         | 1:13 extra-column",
                "'y,x[0],x[99999999999999999999]\n1,2,3' | 1:3 missing-column, 1:8 extra-column",
                "'x[0],x[1],x[0],y\n1,2,3,4'         | 1:11 duplicate-column",
                "'x[0],x[1],x[01],y\n1,2,3,4'        | 1:11 duplicate-column",
                "'x[0],x[1],y\n1,2,3\n4,five,6'     | 3:3 not-a-number",
                "'x[1],x[0],y\n1,,3'                 | 2:3 missing-value",
                "'X[0],X[1],y\n1,2,3'                | 1:1 missing-column",
                "'x[0],x[1],y\n'                     | 1:1 empty-data, 1:11 empty-data"
            })
    void reportsWhatIsWrongWithIndexedColumns(String text, String expected) {
        assertThat(problems("data.csv", text, MATRIX, true)).isEqualTo(expected);
    }

    @Test
    void sizesThatTheModelLeavesOpenComeFromTheColumns() {
        Axis time = new Axis("time", Axis.UNBOUND);
        Signature series = signature(Precision.F64, value("x", N, time), value("y", N, time));

        assertThat(read(file("a.csv", "x[0],x[1],x[2],y[2],y[1],y[0]\n1,2,3,4,5,6\n"), series, true)
                        .get("y")
                        .values()
                        .toDoubles())
                .containsExactly(6, 5, 4);
        assertThat(problems("a.csv", "x[0],x[1],x[2],y[0],y[1]\n1,2,3,4,5\n", series, true))
                .isEqualTo("1:16 wrong-size");
        assertThat(problems("a.csv", "x[0],x[999999999],y[0],y[1]\n1,2,3,4\n", series, true))
                .isEqualTo("1:1 missing-column");
        assertThat(failure("a.csv", "x[0],x[2],y[0]\n1,2,3\n", series)
                        .diagnostics()
                        .get(0)
                        .message())
                .isEqualTo("there is no column 'x[1]'; there are: x[0], x[2]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.csv  | 'label,node,mask\n2,0,1\n0,1,0'",
                "data.csv  | 'label,node,mask\n2.0,-0,1e0\n 0 ,1,0'",
                "data.json | '{\"label\": [2, 0], \"node\": [0, 1.0], \"mask\": [true, false]}'",
                "data.json | '{\"label\": [2, 0], \"node\": [0, 1], \"mask\": [1, 0]}'"
            })
    void readsLabelsIndicesAndTruthValues(String name, String text) {
        Map<String, Tensor> data = read(file(name, text), KINDS, true);

        assertThat(data.get("label").values().toDoubles()).containsExactly(2, 0);
        assertThat(data.get("mask").values().toDoubles()).containsExactly(1, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.csv | 'label,node,mask\n3,0,1' | data.csv:2:1: error[wrong-element]: each element of 'label' is a label of classes, an integer from 0 to 2; found 3",
                "data.csv | 'node,label,mask\n0,1,1\n1,-1,1' | data.csv:3:3: error[wrong-element]: each element of 'label' is a label of classes, an integer from 0 to 2; found -1",
                "data.csv | 'label,node,mask\n1.5,0,1' | data.csv:2:1: error[wrong-element]: each element of 'label' is a label of classes, an integer from 0 to 2; found 1.5",
                "data.csv | 'label,node,mask\n0,0,1\ncat,0,1' | data.csv:3:1: error[wrong-element]: each element of 'label' is a label of classes, an integer from 0 to 2; found 'cat'",
                "data.csv | 'label,node,mask\n0,0,1\n2,2,0' | data.csv:3:3: error[wrong-element]: each element of 'node' is an index along n, an integer from 0 to 1; found 2",
                "data.csv | 'label,node,mask\n0,0,2' | data.csv:2:5: error[wrong-element]: each element of 'mask' is a truth value, 0 or 1; found 2",
                "data.csv | 'label,node,mask\n0,0,true' | data.csv:2:5: error[wrong-element]: each element of 'mask' is a truth value, 0 or 1; found 'true'",
                "a.json | '{\"label\": [0, 3], \"node\": [0, 1],\n\"mask\": [0, 1]}' | a.json:1:15: error[wrong-element]: each element of 'label' is a label of classes, an integer from 0 to 2; found 3",
                "a.json | '{\"label\": [0, \"b\"], \"node\": [0, 1], \"mask\": [0, 1]}' | a.json:1:15: error[wrong-element]: each element of 'label' is a label of classes, an integer from 0 to 2; found \"b\"",
                "a.json | '{\"label\": [0, true], \"node\": [0, 1], \"mask\": [0, 1]}' | a.json:1:15: error[wrong-element]: each element of 'label' is a label of classes, an integer from 0 to 2; found true",
                "a.json | '{\"label\": [0, 1], \"node\": [0, 1],\n \"mask\": [0, 12]}' | a.json:2:14: error[wrong-element]: each element of 'mask' is a truth value, 0 or 1; found 12"
            })
    void reportsElementsOfAnotherKind(String name, String text, String expected) {
        assertThat(failure(name, text, KINDS).diagnostics())
                .hasSize(1)
                .allSatisfy(d -> assertThat(d.render()).startsWith(expected + "\n"));
    }

    @Test
    void saysThatNamesOfClassesAreNotRead() {
        assertThat(failure("a.csv", "label,node,mask\ncat,0,1\n", KINDS)
                        .diagnostics()
                        .get(0)
                        .hint())
                .isEqualTo("number the classes from 0: names are not read");
    }

    @Test
    void valuesMayComeFromSeveralFiles() {
        List<DataFile> files =
                List.of(DataFile.of(file("a.csv", "x\n1\n2\n")), DataFile.of(file("b.json", "{\"y\": [3, 4]}")));

        assertThat(Samples.read(files, LINE, true).get("y").values().toDoubles())
                .containsExactly(3, 4);

        List<DataFile> twice =
                List.of(DataFile.of(file("a.csv", "x\n1\n2\n")), DataFile.of(file("b.json", "{\"x\": [3, 4]}")));
        assertThatThrownBy(() -> Samples.read(twice, LINE, false))
                .isInstanceOf(FileFailure.class)
                .hasMessage("'x' is in a.csv and in b.json");
        assertThatThrownBy(() -> Samples.read(
                        List.of(DataFile.of(file("a.csv", "x\n1\n")), DataFile.of(file("b.csv", "z\n1\n"))),
                        LINE,
                        true))
                .isInstanceOf(FileFailure.class)
                .hasMessage("there are no values of y in a.csv, b.csv");
    }

    private static FileFailure failure(String name, String text, Signature signature) {
        return catchThrowableOfType(FileFailure.class, () -> read(file(name, text), signature, true));
    }

    /** Places and codes, in order. */
    private static String problems(String name, String text, Signature signature, boolean withTargets) {
        FileFailure failure =
                catchThrowableOfType(FileFailure.class, () -> read(file(name, text), signature, withTargets));
        assertThat(failure).isNotNull();
        return failure.diagnostics().stream().map(SamplesTest::brief).collect(Collectors.joining(", "));
    }

    private static String brief(Diagnostic d) {
        return d.span().line() + ":" + d.span().column() + " " + d.code().id();
    }

    private static Map<String, Tensor> read(SourceFile file, Signature signature, boolean withTargets) {
        return Samples.read(List.of(DataFile.of(file)), signature, withTargets);
    }

    private static SourceFile file(String name, String text) {
        return TextFile.read(
                name, new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static Value value(String name, Axis... axes) {
        return new Value(name, List.of(axes));
    }

    private static Signature signature(Precision precision, Value input, Value target) {
        return new Signature(
                "Test", precision, List.of(input), List.of(target), List.of(), List.of(), List.of(), List.of());
    }

    /** Written by NumPy: x of 3 x 2 reals, y of three integers. */
    private static final Path ARRAYS = Path.of("src/test/resources/dev/adjoint/cli/arrays");

    private static final Signature STORED = new Signature(
            "Test",
            Precision.F32,
            List.of(value("x", N, new Axis("k", Axis.UNBOUND))),
            List.of(new Value("y", List.of(N), new ElementKind.Label(new Axis("classes", 3)))),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    @ParameterizedTest
    @ValueSource(strings = {"samples.npz", "compressed.npz"})
    void readsArraysByName(String name) {
        Map<String, Tensor> data = Samples.read(List.of(DataFile.of(ARRAYS.resolve(name))), STORED, true);

        assertThat(data.get("x").sizes()).containsExactly(3, 2);
        assertThat(data.get("x").values()).isInstanceOf(RealArray.F32.class);
        assertThat(data.get("x").values().toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(data.get("y").values().toDoubles()).containsExactly(2, 0, 1);
    }

    @Test
    void readsSingleArrays() {
        Signature one = signature(Precision.F64, value("x", N), value("y", N));

        assertThat(Samples.read(List.of(DataFile.of(ARRAYS.resolve("vector.npy"))), one, false)
                        .get("x")
                        .sizes())
                .containsExactly(5);
        // What is named goes before what a table has under the same name.
        List<DataFile> files = List.of(
                DataFile.of(file("a.csv", "x,y\n1,2\n1,2\n1,2\n1,2\n1,2\n")),
                DataFile.of("y", ARRAYS.resolve("vector.npy")));
        Map<String, Tensor> both = Samples.read(files, one, true);
        assertThat(both.get("x").values().toDoubles()).containsExactly(1, 1, 1, 1, 1);
        assertThat(both.get("y").values().get(1)).isEqualTo(1.0 / 7);
        assertThatThrownBy(() -> Samples.read(List.of(DataFile.of(ARRAYS.resolve("vector.npy"))), one, true))
                .isInstanceOf(FileFailure.class)
                .hasMessageEndingWith(
                        "the model needs x, y: give each its file, as in x=" + ARRAYS.resolve("vector.npy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x=f8.npy, y=vector.npy | wrong-size 'y' has 5 along n, but 'x' has 2",
                "x=vector.npy, y=vector.npy | wrong-shape 'x' is [n, k], but the file gives 5 numbers",
                "x=f8.npy, y=half-limits.npy | wrong-size 'y' has 5 along n, but 'x' has 2",
                "x=f8.npy, y=u4-largest.npy | wrong-element each element of 'y' is a label of classes, an integer from 0 to 2; found 4294967296 at [0]",
                "x=empty.npy, y=vector.npy | empty-data there are no values of 'x'",
                "x=unread-complex.npy, y=vector.npy | invalid-arrays 'x': the elements are of type '<c16', expected numbers such as '<f8', '<f4' or '<i8', or truth values",
                "x=f8.npy | missing-key there is no 'y'; there are: x",
                "samples.npz, x=vector.npy | wrong-shape 'x' is [n, k], but the file gives 5 numbers",
                "f8.npz | invalid-arrays this is no .npz file, or it is damaged"
            })
    void reportsWhatIsWrongWithArrays(String names, String expected) throws IOException {
        Files.copy(ARRAYS.resolve("f8.npy"), temporary.resolve("f8.npz"));
        List<DataFile> files = Arrays.stream(names.split(", "))
                .map(name -> name.split("="))
                .map(name -> name.length == 2
                        ? DataFile.of(name[0], ARRAYS.resolve(name[1]))
                        : DataFile.of((name[0].equals("f8.npz") ? temporary : ARRAYS).resolve(name[0])))
                .toList();
        FileFailure failure = catchThrowableOfType(FileFailure.class, () -> Samples.read(files, STORED, true));

        assertThat(failure.diagnostics().stream().map(d -> d.code().id() + " " + d.message()))
                .first()
                .isEqualTo(expected);
        assertThat(failure.diagnostics().get(0).span().file().name()).containsPattern("\\.np[yz]$");
    }

    @Test
    void arraysHoldFiniteNumbersOfTheModelsPrecision() throws IOException {
        Signature single = signature(Precision.F32, value("x", N), value("y", N));
        Path file = temporary.resolve("a.npz");
        Map<String, Tensor> arrays =
                Map.of("x", Tensor.vector(1, Double.NaN, 1e39), "y", Tensor.vector(1, 2, Double.NEGATIVE_INFINITY));
        Files.write(file, NpzFile.write(arrays));

        FileFailure failure =
                catchThrowableOfType(FileFailure.class, () -> Samples.read(List.of(DataFile.of(file)), single, true));

        assertThat(failure.diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "each element of 'x' is a finite number; found NaN at [1]",
                        "each element of 'x' is a number that single precision can hold; found 1.0E39 at [2]",
                        "each element of 'y' is a finite number; found -Infinity at [2]");
    }

    /** Every level of nesting, and the place where a deeper one is not like its neighbours. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[[[1, 2], [3, 4]], [[5, 6], [7]]]] | 1:36 ragged-array",
                "[[[[1, 2], [3, 4]], [[5, 6]]]] | 1:27 ragged-array",
                "[[[[1, 2], [3, 4]], [[5, 6], 7]]] | 1:36 ragged-array",
                "[[[[1, 2], [3, 4]], [[5, 6], [[7], 8]]]] | 1:37 ragged-array",
                "[[[1, 2], [3, 4]]] | 1:2 wrong-shape"
            })
    void nestedArraysAreRegular(String x, String expected) {
        Axis[] axes = {N, new Axis("a", Axis.UNBOUND), new Axis("b", Axis.UNBOUND), new Axis("c", Axis.UNBOUND)};
        Signature deep = signature(Precision.F64, value("x", axes), value("y"));

        assertThat(read(file("a.json", "{\"x\": [[[[1], [2]]], [[[3], [4]]]]}"), deep, false)
                        .get("x")
                        .sizes())
                .containsExactly(2, 1, 2, 1);
        assertThat(problems("a.json", "{\"x\": " + x + "}", deep, false)).isEqualTo(expected);
    }
}
