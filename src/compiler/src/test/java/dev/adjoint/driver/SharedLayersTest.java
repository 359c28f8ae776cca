package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What generated classes make of layers that are used several times, and how they name the parameters. */
class SharedLayersTest {
    private static final String BLOCK = """
            layer block(x[n, t, d]) { attention(x, 2) |> layer_norm |> dense(d) }
            layer prenorm(x[.., d], |> f) { x |> residual(|> layer_norm |> f) |> f }
            """;

    private static final int SAMPLES = 3;
    private static final int STEPS = 5;
    private static final int WIDTH = 4;

    /** Sums of a few dozen terms, in another order. */
    private static final double TOLERANCE = 1e-12;

    /** Two layers that have the same parameters compute the same; their gradients are the parts of the sum. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense(4)",
                "layer_norm",
                "conv1d(4, 3, padding = 1)",
                "attention(2)",
                "lstm(4)",
                "block",
                "prenorm(|> dense(4) |> tanh)"
            })
    void theGradientIsTheSumOverTheUses(String layer) {
        Model shared = load("layer one = %s".formatted(layer), "x |> one |> tanh |> one");
        Model apart = load("layer one = %s  layer two = %s".formatted(layer, layer), "x |> one |> tanh |> two");
        int count = shared.signature().parameterCount();
        Random random = new Random(7);
        for (int i = 0; i < count; i++) {
            double value = random.nextGaussian() / 2;
            shared.parameters().flat().set(i, value);
            apart.parameters().flat().set(i, value);
            apart.parameters().flat().set(count + i, value);
        }
        double[] x = random.doubles(SAMPLES * STEPS * WIDTH, -2, 2).toArray();
        Map<String, Tensor> data = Map.of("x", new Tensor(List.of(SAMPLES, STEPS, WIDTH), RealArray.of(x)));

        double[] sum = gradient(shared, data);
        double[] parts = gradient(apart, data);

        double[] expected = IntStream.range(0, count)
                .mapToDouble(i -> parts[i] + parts[count + i])
                .toArray();
        double largest = IntStream.range(0, parts.length)
                .mapToDouble(i -> Math.abs(parts[i]))
                .max()
                .orElseThrow();
        assertThat(sum).containsExactly(expected, Offset.offset(TOLERANCE * largest));
    }

    private static double[] gradient(Model model, Map<String, Tensor> data) {
        model.bind(data);
        RealArray gradient = RealArray.allocate(Precision.F64, model.signature().trainableCount());
        model.lossAndGradient(gradient);
        return gradient.toDoubles();
    }

    @Test
    void parametersAreNamedByPaths() {
        Model model = load("layer encoder = repeat 4 block", "x |> encoder |> dense(2) |> repeat 2 dense(2)");

        assertThat(model.signature().parameters())
                .extracting(Signature.Parameter::name)
                .hasSize(4 * (8 + 2 + 2) + 2 + 2 * 2)
                .contains("encoder.0.dense.W", "encoder.3.attention.Wq", "encoder.3.layer_norm.scale")
                .endsWith("dense1.W", "dense1.b", "dense2.0.W", "dense2.0.b", "dense2.1.W", "dense2.1.b");
    }

    @Test
    void parametersOfPipelinesAreNamedByWhoOwnsThem() {
        Model model = load(
                "layer own = dense(4), blocks = repeat 3 residual(|> dense(3) |> dense(4))",
                "x |> own |> blocks |> residual(|> own |> residual(|> dense(4) |> own)) |> prenorm(|> dense(4))");

        assertThat(model.signature().parameters())
                .extracting(Signature.Parameter::name)
                .containsExactly(
                        "own.W",
                        "own.b",
                        "blocks.0.f.dense1.W",
                        "blocks.0.f.dense1.b",
                        "blocks.0.f.dense2.W",
                        "blocks.0.f.dense2.b",
                        "blocks.1.f.dense1.W",
                        "blocks.1.f.dense1.b",
                        "blocks.1.f.dense2.W",
                        "blocks.1.f.dense2.b",
                        "blocks.2.f.dense1.W",
                        "blocks.2.f.dense1.b",
                        "blocks.2.f.dense2.W",
                        "blocks.2.f.dense2.b",
                        "residual.f.residual.f.dense.W",
                        "residual.f.residual.f.dense.b",
                        "prenorm.f.dense.W",
                        "prenorm.f.dense.b",
                        "prenorm.residual.f.layer_norm.scale",
                        "prenorm.residual.f.layer_norm.shift");
    }

    /** A Java method has 255 slots for arguments; layers may have more parameters than that. */
    @ParameterizedTest
    @ValueSource(ints = {40, 60, 130, 300})
    void manyParametersAreSharedAsFewAre(int count) {
        String parameters = IntStream.range(0, count)
                .mapToObj(i -> "param p%d[d] = 0".formatted(i))
                .collect(Collectors.joining(" "));
        String sum = IntStream.range(0, count)
                .mapToObj(i -> "sin(x + %d) * p%d".formatted(i, i))
                .collect(Collectors.joining(" + "));
        String layer = "layer wide(x[n, t, d]) { %s tanh((%s) / 8) }".formatted(parameters, sum);
        Model shared = load(layer, "layer one = wide", "x |> one |> one");
        Model apart = load(layer, "layer one = wide  layer two = wide", "x |> one |> two");
        int size = count * WIDTH;
        Random random = new Random(count);
        for (int i = 0; i < size; i++) {
            double value = random.nextGaussian() / 2;
            shared.parameters().flat().set(i, value);
            apart.parameters().flat().set(i, value);
            apart.parameters().flat().set(size + i, value);
        }
        double[] x = random.doubles(SAMPLES * STEPS * WIDTH, -2, 2).toArray();
        Map<String, Tensor> data = Map.of("x", new Tensor(List.of(SAMPLES, STEPS, WIDTH), RealArray.of(x)));

        double[] sumOfBoth = gradient(shared, data);
        double[] parts = gradient(apart, data);

        double step = 1e-6;
        for (int i = 0; i < size; i += size / 7) {
            assertThat(sumOfBoth[i]).isCloseTo(parts[i] + parts[size + i], Offset.offset(1e-10));
            double at = shared.parameters().flat().get(i);
            shared.parameters().flat().set(i, at + step);
            double above = shared.forward();
            shared.parameters().flat().set(i, at - step);
            double below = shared.forward();
            shared.parameters().flat().set(i, at);
            // Truncation and rounding of differences with this step.
            assertThat(sumOfBoth[i]).isCloseTo((above - below) / (2 * step), Offset.offset(1e-6));
        }
    }

    private static Model load(String layers, String output) {
        return load("", layers, output);
    }

    private static Model load(String declared, String layers, String output) {
        String text = "%s %s model M { dim n, t  input x[n, t, %d]  %s  output y = %s  loss sum(y^3) }"
                .formatted(BLOCK, declared, WIDTH, layers, output);
        Analysis analysis = Adjoint.analyse(new SourceFile("shared.nn", text));
        assertThat(analysis.ok()).as("%s: %s", text, analysis.diagnostics()).isTrue();
        return analysis.model().orElseThrow().load(List.of());
    }
}
