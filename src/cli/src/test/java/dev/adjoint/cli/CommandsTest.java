package dev.adjoint.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import dev.adjoint.cli.Folder.Outcome;
import dev.adjoint.cli.arrays.NpzFile;
import dev.adjoint.runtime.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each command does when used well. Expected numbers are worked out by hand for y = w·x + b. */
class CommandsTest {
    @TempDir
    private Path path;

    private Folder folder;

    @BeforeEach
    void fill() {
        folder = Folder.in(path);
    }

    @Test
    void checkSaysOk() {
        Outcome outcome = succeed("check @line.nn @functions.nn");

        assertThat(outcome.out()).isEqualTo("line.nn: ok\nfunctions.nn: ok\n");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void checkGoesOnAfterAnInvalidFile() {
        Outcome outcome = folder.run("check @broken.nn @line.nn");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).isEqualTo("broken.nn: 1 error\nline.nn: ok\n");
        assertThat(outcome.err())
                .contains("broken.nn:3:12: error[unknown-name]")
                .contains("1 of 2 files");
    }

    @Test
    void derivePrintsFormulas() {
        assertThat(succeed("derive @line.nn").out()).contains("d loss/d w").contains("d loss/d b");
        assertThat(succeed("derive @line.nn --of yhat --wrt x").out()).contains("d yhat/d x = w");
        assertThat(succeed("derive @line.nn --wrt b --order 2").out()).endsWith("= 2\n");
        assertThat(succeed("derive @line.nn --format latex").out()).contains("\\frac{\\partial");
    }

    @Test
    void deriveGivesJson() throws IOException {
        String json = succeed("derive @line.nn --wrt w --format json").out();

        requireJson(json);
        assertThat(json)
                .startsWith("{\"formulas\": [{\"name\": \"d loss/d w\", \"formula\": \"")
                .contains("\"where\": [");
    }

    @Test
    void evalPrintsExactlyThisJson() {
        // x = 0, 1; y = 1, 3; w = 2, b = 0: residuals -1, -1; loss 1; dw = 2 mean(r x) = -1; db = 2 mean(r) = -2.
        assertThat(succeed("eval @line.nn --data @line.json --parameters @p.json --format json")
                        .out())
                .isEqualTo("{\"loss\": 1.0, \"outputs\": {\"yhat\": [0.0, 2.0]}, "
                        + "\"gradients\": {\"w\": -1.0, \"b\": -2.0}}\n");
    }

    @Test
    void evalGivesGradientsOfInputsAndTargets() {
        // d loss / d x_i = 2/n r_i w = -2; d loss / d y_i = -2/n r_i = 1.
        assertThat(succeed("eval @line.nn --data @line.json --parameters @p.json --wrt x,b,y --format json")
                        .out())
                .contains("\"gradients\": {\"x\": [-2.0, -2.0], \"b\": -2.0, \"y\": [1.0, 1.0]}");
    }

    @Test
    void evalPrintsATable() {
        assertThat(succeed("eval @line.nn --data @line.csv").out()).isEqualTo("""
                        loss          7.5
                        yhat          [0, 1, 2, 3]
                        d loss / d w  -10
                        d loss / d b  -5
                        """);
    }

    @Test
    void evalNeedsNoDataForAModelWithout() {
        folder.write("free.json", "{\"free\": 3}");

        assertThat(succeed("eval @odd.nn --parameters @free.json --format json").out())
                .isEqualTo("{\"loss\": 10.0, \"outputs\": {}, \"gradients\": {\"scale\": -2.0, \"free\": 6.0}}\n");
    }

    @Test
    void evalWritesWhatIsNotFiniteAsText() throws IOException {
        folder.write("negative.json", "{\"w\": -1}");

        String json = succeed("eval @root.nn --parameters @negative.json --format json")
                .out();

        requireJson(json);
        assertThat(json).startsWith("{\"loss\": \"NaN\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x,y\n0,1\n1,3\n", "{\"x\": [0, 1], \"y\": [1, 3]}"})
    void dataComesFromStandardInput(String data) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(succeed("eval @line.nn --data -").out()).startsWith("loss          2.5\n");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void gradcheckAgrees() {
        String out = succeed("gradcheck @line.nn --seed 5").out();

        assertThat(out).contains("element", "w  ", "b  ", "dot-product test", "the gradient is right");
        assertThat(succeed("gradcheck @line.nn --seed 5").out()).isEqualTo(out);
        assertThat(succeed("gradcheck @line.nn --seed 6").out()).isNotEqualTo(out);
        assertThat(succeed("gradcheck @line.nn --data @line.csv").out()).contains("w        -10 ");
    }

    @Test
    void gradcheckFindsDataWhereTheLossIsDefined() {
        folder.write("log.nn", "model Log {\n  dim n\n  input x[n]\n  param w = 1\n  loss mean(w*log(x))\n}\n");

        assertThat(succeed("gradcheck @log.nn").out()).contains("the gradient is right");
    }

    @Test
    void gradcheckHoldsWhatIsStopped() {
        folder.write(
                "stopped.nn",
                "model Stopped { dim n  input x[n]  param w[2] ~ normal(0, 1), b = 0.5 let z[n, k: 2] = x[n] * w[k] "
                        + "let half[i: n/2] = stop_gradient(sum[k: 2](z[i, k]) * b) "
                        + "loss mean(z * stop_gradient(z + b)) + b * sum(half) }");
        assertThat(succeed("gradcheck @stopped.nn").out()).contains("the gradient is right");

        folder.write(
                "steps.nn",
                "model Steps { dim n  input x[n]  param w = 0.5 "
                        + "loss scan t over n carry h = 0 { next h = stop_gradient(h) * w + x[t] } }");
        Outcome outcome = folder.run("gradcheck @steps.nn");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("'stop_gradient' stands within 'n step'", "cannot be checked");
    }

    /** A number added to all logits changes nothing: its gradient is 0, and roundings of what cancels. */
    @Test
    void gradcheckAllowsForTheRoundingsOfSinglePrecision() {
        folder.write(
                "shifted.nn",
                "model Shifted { precision f32  dim n, k = 300  input x[n, k]  target y[n, k]  param w = 1, c = 0.5 "
                        + "loss sum(y * log_softmax(x * w + c)) }");
        for (int seed = 0; seed < 4; seed++) {
            assertThat(succeed("gradcheck @shifted.nn --seed " + seed).out()).contains("the gradient is right");
        }
    }

    /** Of x = 1, 2, 4 those are summed behind ok = 0, 1, 0: 4, and the first if what stands before it is taken for ok. */
    @Test
    void truthValuesStandOutsideOfTruthValues() {
        folder.write(
                "padded.nn",
                "model Padded { dim n  input ok[n] : bool, x[n]  param w = 1 "
                        + "let first = sum[n](if ok[n - 1 else true] then x[n] else 0) "
                        + "let others = sum[n](if ok[n - 1 else false] then x[n] else 0) "
                        + "loss w * (100 * first + others) }");
        folder.write("padded.csv", "ok,x\n0,1\n1,2\n0,4\n");

        assertThat(succeed("eval @padded.nn --data @padded.csv").out()).containsPattern("loss +504\n");
    }

    @Test
    void explainSaysWhatElseThereIsForParametersWithAxes() {
        folder.write(
                "axes.nn",
                "model Axes { dim n  input x[n]  param w[3, 3] ~ normal(0, 1), b = 0 "
                        + "loss mean(x * sum[i, j](w[i, j])) + b }");
        folder.write("axes.csv", "x\n1\n");

        assertThat(folder.run("explain @axes.nn --data @axes.csv --wrt w").err())
                .contains("'w' has the axes [3, 3]", "single numbers (here b)", "'adjoint derive --wrt w'");
    }

    @Test
    void explainEndsInTheGradient() {
        assertThat(succeed("explain @line.nn --data @line.json --parameters @p.json --wrt w")
                        .out())
                .contains("d loss/d w", "line.nn:6", "line.nn:7")
                .endsWith("= -1\n");
    }

    @Test
    void generateWritesAPackage() {
        Outcome outcome = succeed("generate @line.nn @functions.nn --output @src/java --package my.models --wrt x");

        assertThat(outcome.out().lines()).isNotEmpty().allMatch(file -> Files.exists(path.resolve(file)));
        assertThat(folder.read("src/java/my/models/Line.java")).contains("package my.models;");
    }

    @Test
    void generateWritesNothingIfAnyModelIsInvalid() {
        Outcome outcome = folder.run("generate @line.nn @broken.nn --output @gen");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("error[unknown-name]", "nothing written: 1 of 2 files has errors");
        assertThat(path.resolve("gen")).doesNotExist();
    }

    @Test
    void trainFollowsTheModelsBlock() {
        Outcome outcome = succeed("train @line.nn");

        assertThat(outcome.out()).contains("after 500 epochs\n", "\nw = 2", "\nb = ");
        assertThat(outcome.err().lines()).hasSize(10).allMatch(line -> line.startsWith("epoch "));
        assertThat(outcome.err()).contains("epoch  50/500  loss ", "epoch 500/500  loss ");
    }

    @Test
    void trainTakesOneStepOfGradientDescent() {
        // The worked step: x = 2.1, y = 4, w = 1, b = 0 has loss 3.61 and gradient -7.98, -3.8.
        folder.write("point.csv", "x,y\n2.1,4\n");

        succeed("train @line.nn --data @point.csv --optimizer sgd --learning-rate 0.01 --epochs 1 --save @one.json");

        String[] values = folder.read("one.json").replaceAll("[^0-9.,]", "").split(",");
        assertThat(Double.parseDouble(values[0])).isCloseTo(1.0798, within(1e-15));
        assertThat(Double.parseDouble(values[1])).isCloseTo(0.038, within(1e-15));
    }

    @Test
    void trainStartsFromParametersAndSavesThem() {
        folder.write("start.json", "{\"w\": 2, \"b\": 1}");

        Outcome outcome = succeed("train @line.nn --parameters @start.json --until-gradient 1e-9 --save @end.json");

        assertThat(outcome.out()).startsWith("loss 0 after 1 epoch: the gradient's norm is below 1E-9\n");
        assertThat(folder.read("end.json")).isEqualTo("{\n  \"w\": 2.0,\n  \"b\": 1.0\n}\n");
    }

    @Test
    void trainIsReproducible() {
        String first = succeed("train @line.nn --batch 2 --seed 3 --epochs 20").out();

        assertThat(succeed("train @line.nn --batch 2 --seed 3 --epochs 20").out())
                .isEqualTo(first);
        assertThat(succeed("train @line.nn --batch 2 --seed 4 --epochs 20").out())
                .isNotEqualTo(first);
    }

    @Test
    void trainDraws() throws IOException {
        succeed("train @line.nn --plot @fit.png --epochs 5");
        succeed("train @line.nn --plot @fit.svg --epochs 5");

        assertThat(ImageIO.read(path.resolve("fit.png").toFile())).isNotNull();
        assertThat(folder.read("fit.svg")).contains("<svg");
    }

    @Test
    void trainStopsWhereTheLossIsNoNumber() {
        Outcome outcome = folder.run("train @root.nn --optimizer sgd --learning-rate 4 --save @good.json");

        // One step from w = 1 goes to 1 - 4/2 = -1, where the root is NaN.
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("the loss is NaN in epoch 2")
                .contains("root.nn:3:8: sqrt(w) is NaN, where w = -1")
                .contains("loss sqrt(w)")
                .contains("good.json");
        assertThat(folder.read("good.json")).isEqualTo("{\n  \"w\": 1.0\n}\n");
    }

    @Test
    void predictNeedsNoTargets() {
        assertThat(succeed("predict @line.nn --parameters @p.json --data @new.csv")
                        .out())
                .isEqualTo("yhat\n20.0\n40.0\n");
    }

    @Test
    void predictWritesFiles() {
        succeed("predict @line.nn --parameters @p.json --data @new.csv --output @y.csv");
        succeed("predict @line.nn --parameters @p.json --data @new.csv --output @y.json");

        assertThat(folder.read("y.csv")).isEqualTo("yhat\n20.0\n40.0\n");
        assertThat(folder.read("y.json")).isEqualTo("{\"yhat\": [20.0, 40.0]}\n");
    }

    @Test
    void predictReadsAndWritesArrays() throws IOException {
        Files.write(path.resolve("in.npz"), NpzFile.write(Map.of("x", Tensor.vector(10, 20))));

        succeed("predict @line.nn --parameters @p.json --data @in.npz --output @out.npz");

        assertThat(Files.readAllBytes(path.resolve("out.npz")))
                .isEqualTo(NpzFile.write(Map.of("yhat", Tensor.vector(20, 40))));
    }

    @Test
    void theReferencesDataFitsItsModel() throws IOException {
        String reference = Files.readString(Path.of(System.getProperty("adjoint.root"), "grammar", "README.md"));
        String section = reference.substring(reference.indexOf("## Data and parameter files"));
        folder.write("scaled.nn", Transcript.blocks("nn", section).get(0));
        folder.write("samples.csv", Transcript.blocks("csv", section).get(0));
        folder.write("shared.json", Transcript.blocks("json", section).get(0));

        // (1·1 + 2·2 + 3·3)/3 = 14/3 and (4 + 10 + 18)/3 = 32/3 for 4 and 10: loss ((2/3)² + (2/3)²)/2 = 4/9.
        assertThat(succeed("eval @scaled.nn --data @samples.csv --data @shared.json")
                        .out())
                .startsWith("loss          0.444444\n");
        succeed("train @scaled.nn --data @samples.csv --data @shared.json --save @scaled.safetensors");
        assertThat(succeed("eval @scaled.nn --data @samples.csv --data @shared.json --parameters @scaled.safetensors")
                        .out())
                .doesNotStartWith("loss          0.444444\n");
    }

    @Test
    void dataComesFromSeveralFiles() throws IOException {
        // x = 1, 2, 3, 4 and y = 1, 3, 5, 7 at w = 1, b = 0: residuals 0, -1, -2, -3, loss 14/4.
        Path stored = Path.of("src/test/resources/dev/adjoint/cli/arrays/version2.npy");
        Files.copy(stored, path.resolve("wrong.npy"));
        byte[] header = "{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0});
        array.writeBytes(header);
        array.writeBytes(new byte[] {1, 2, 3, 4});
        Files.write(path.resolve("x.npy"), array.toByteArray());

        assertThat(succeed("eval @line.nn --data @line.csv --data x=" + path + "/x.npy")
                        .out())
                .startsWith("loss          3.5\n");
        assertThat(folder.run("eval @line.nn --data @line.csv --data x=" + path + "/wrong.npy")
                        .err())
                .contains("wrong.npy:1:1: error[wrong-shape]: 'x' is [n], but the file gives sizes 1 x 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ast", "typed", "dag", "gradient", "program", "java"})
    void dumpShowsEveryStage(String stage) {
        assertThat(succeed("dump @line.nn --stage " + stage).out()).isNotBlank().endsWith("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "check", "derive", "eval", "gradcheck", "explain", "generate", "train", "predict", "dump"})
    void helpHasExamplesAndFitsATerminal(String command) {
        String help = succeed((command + " --help").strip()).out();

        assertThat(help).startsWith("Usage: adjoint").contains("Example");
        assertThat(help.lines()).allMatch(line -> line.length() <= 80);
        assertThat(help.lines().filter(line -> line.startsWith("  adjoint "))).isNotEmpty();
    }

    @Test
    void versionNamesTheProgram() {
        assertThat(succeed("--version").out()).startsWith("adjoint ");
    }

    private Outcome succeed(String arguments) {
        Outcome outcome = folder.run(arguments);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return outcome;
    }

    private static void requireJson(String text) throws IOException {
        var parser = new JsonFactory().createParser(text);
        while (parser.nextToken() != null) {
            assertThat(parser.currentToken()).isNotNull();
        }
    }
}
