package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where gradients go wrong in silence; what they must be is worked out by hand. */
class EdgeCasesTest {
    /** A few units in the last place of numbers up to a hundred. */
    private static final double TOLERANCE = 1e-13;

    private static Model load(String text, String... inputs) {
        Analysis analysis = Adjoint.analyse(new SourceFile("edge.nn", text));
        assertThat(analysis.ok()).as("%s", analysis.diagnostics()).isTrue();
        return analysis.model().orElseThrow().load(List.of(inputs));
    }

    private static double[] inputGradient(Model model, String input) {
        Tensor gradient = model.inputGradient(input);
        return Arrays.copyOf(gradient.values().toDoubles(), gradient.count());
    }

    /** The gradient of a number by x[2, 3], which is 1 5 2, 5 0 5. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Ties share the derivative: three largest elements, or two in the second row; of arguments, pair by
                // pair.
                "max(x)                                | 0 1/3 0  1/3 0 1/3",
                "sum(max[k](x))                        | 0 1 0  1/2 0 1/2",
                "sum(max[n](x))                        | 0 1 0  1 0 1",
                "min(max[n](x))                        | 0 1/3 0  1/3 0 1/3",
                "-min(-x)                              | 0 1/3 0  1/3 0 1/3",
                "sum(max(x, 5))                        | 0 1/2 0  1/2 0 1/2",
                "sum(min(x, 5))                        | 1 1/2 1  1/2 1 1/2",
                "max(x[0, 1], x[1, 0], x[1, 2], 5)     | 0 1/8 0  1/8 0 1/4",
                "max[k](x)[0] * max[k](x)[1]           | 0 5 0  5/2 0 5/2",
                "sum(clamp(x, 0, 5))                   | 1 1/2 1  1/2 1/2 1/2",
                // The first of the largest is the position of the maximum, and its element is read alone.
                "sum[n](x[n, argmax[k](x[n])])         | 0 1 0  1 0 0",
                "sum[k](x[argmin[n](x[n, k]), k])      | 1 0 1  0 1 0",
                // Kinks at 0, of which there is one.
                "sum(relu(x)) + sum(abs(x))            | 2 2 2  2 0 2",
                "sum(norm[n](0 * x))                   | 0 0 0  0 0 0",
                // A product with one 0, with two.
                "sum(prod[k](x))                       | 10 2 5  0 25 0",
                "prod(x * x[1, 1])                     | 0 0 0  0 0 0",
                // Repeated operands.
                "sum(x * x)                            | 2 10 4  10 0 10",
                "sum(x - x) + sum(x + x)               | 2 2 2  2 2 2",
                "sum(max(x, x))                        | 1 1 1  1 1 1",
                "sum((x + 1) / (x + 1))                | 0 0 0  0 0 0",
                "sum(if x > 2 then x else x)           | 1 1 1  1 1 1",
                "sum(transpose(x) @ x)                 | 16 16 16  20 20 20",
                "sum(x @ transpose(x))                 | 12 10 14  12 10 14",
                "sum[k](x[0, k]^2 + x[0, k] * x[1, k]) | 7 10 9  1 5 2",
                "sum(concat(x, x) * concat(x, 2 * x))  | 6 30 12  30 0 30",
                "sum(stack(x, x, x))                   | 3 3 3  3 3 3",
                "sum[n, k](x[n, k] * x[1 - n, k])      | 10 0 10  2 10 4",
                "sum[k](x[0, k] * x[0, 2 - k])         | 4 10 2  0 0 0",
                "sum(cube(x)) / 3                      | 1 25 4  25 0 25",
            })
    void gradientIsAsWorkedOut(String f, String expected) {
        Model model = load("model M { dim n = 2, k = 3 input x[n, k] param w = 1 loss w * (" + f + ") }", "x");
        model.parameters().initialise(0);
        model.bind(Map.of("x", new Tensor(List.of(2, 3), RealArray.of(1.0, 5, 2, 5, 0, 5))));
        RealArray gradient = RealArray.of(new double[1]);
        double[] byHand = Arrays.stream(expected.trim().split(" +"))
                .map(fraction -> fraction.split("/"))
                .mapToDouble(
                        parts -> Double.parseDouble(parts[0]) / (parts.length > 1 ? Integer.parseInt(parts[1]) : 1))
                .toArray();

        double loss = model.forward();
        model.backward(gradient);
        assertThat(inputGradient(model, "x")).containsExactly(byHand, within(TOLERANCE));
        assertThat(gradient.get(0)).isCloseTo(loss, within(TOLERANCE * Math.max(1, Math.abs(loss))));
        model.lossAndGradient(gradient);
        assertThat(inputGradient(model, "x")).containsExactly(byHand, within(TOLERANCE));
    }

    @Test
    void whatIsNotUsedHasAGradientOfZerosOfItsLength() {
        Model model = load("""
                model M {
                  dim    n, k = 3
                  input  x[n], idle[n, k], cancelled[k]
                  target y[n]
                  param  idle_weight[k, 2] = 1, w = 2, stopped[k] = 3
                  output yhat = w * x + sum(stop_gradient(stopped)) + (sum(cancelled) - sum(cancelled))
                  loss   sum(yhat)
                }
                """, "x", "idle", "cancelled", "y");
        model.parameters().initialise(0);
        model.bind(Map.of(
                "x",
                Tensor.vector(new double[] {1, 2}),
                "y",
                Tensor.vector(new double[] {1, 2}),
                "idle",
                new Tensor(List.of(2, 3), RealArray.of(new double[6])),
                "cancelled",
                new Tensor(List.of(3), RealArray.of(1.0, 2, 3))));
        RealArray gradient = RealArray.of(new double[model.signature().trainableCount()]);
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < gradient.length(); i++) {
                gradient.set(i, Double.NaN);
            }
            if (pass == 0) {
                model.forward();
                model.backward(gradient);
            } else {
                model.lossAndGradient(gradient);
            }
            assertThat(gradient.toDoubles()).containsExactly(0, 0, 0, 0, 0, 0, 3, 0, 0, 0);
            assertThat(inputGradient(model, "x")).containsExactly(2, 2);
            assertThat(inputGradient(model, "y")).containsExactly(0, 0);
            assertThat(inputGradient(model, "idle")).containsExactly(0, 0, 0, 0, 0, 0);
            assertThat(inputGradient(model, "cancelled")).containsExactly(0, 0, 0);
        }
    }

    @Test
    void anOutputMayHaveAxesThatNothingElseHas() {
        Model model = load("""
                model M {
                  dim    n, t
                  input  x[n, t]
                  param  w = 3
                  output y[n, i: (t + 1)/2, j: 2] = 2 * w
                  loss   w * sum(x)
                }
                """);
        model.parameters().initialise(0);
        model.bind(Map.of("x", new Tensor(List.of(1, 5), RealArray.of(new double[5]))));
        model.predict();
        assertThat(model.output("y").sizes()).containsExactly(1, 3, 2);
        assertThat(model.output("y").values().toDoubles()).startsWith(6, 6, 6, 6, 6, 6);
    }

    private static final List<String> SHAPES = List.of("", "n", "k", "n, k", "k, n");

    private static final int K = 3;

    /**
     * Products of operands of all shapes, each squared and weighted: d/da_i is the sum of p_ij a_i b_j^2 over the axes that
     * either has, and a_i lacks.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13})
    void operandsOfAllShapesAreSpread(int n) {
        StringBuilder text = new StringBuilder("model M { dim n, k = " + K + " param w = 1 input p[25]");
        StringBuilder loss = new StringBuilder(" loss w * (0");
        for (int i = 0; i < SHAPES.size(); i++) {
            String axes = SHAPES.get(i).isEmpty() ? "" : "[" + SHAPES.get(i) + "]";
            text.append(", a%d%s, b%d%s".formatted(i, axes, i, axes));
            for (int j = 0; j < SHAPES.size(); j++) {
                loss.append(" + p[%d] * sum((a%d * b%d)^2) / 2".formatted(5 * i + j, i, j));
            }
        }
        Random random = new Random(n);
        Map<String, double[]> values = new HashMap<>();
        Map<String, Tensor> data = new HashMap<>();
        values.put("p", random.doubles(25, -1, 1).toArray());
        data.put("p", Tensor.vector(values.get("p")));
        for (int i = 0; i < SHAPES.size(); i++) {
            List<Integer> sizes = sizes(i, n);
            for (String name : List.of("a" + i, "b" + i)) {
                int count = sizes.stream().reduce(1, (a, b) -> a * b);
                values.put(name, random.doubles(count, -2, 2).toArray());
                data.put(name, new Tensor(sizes, RealArray.of(values.get(name))));
            }
        }
        String[] inputs =
                data.keySet().stream().filter(name -> !name.equals("p")).toArray(String[]::new);
        Model model = load(text + loss.toString() + ") }", inputs);
        model.parameters().initialise(0);
        model.bind(data);
        model.lossAndGradient(RealArray.of(new double[1]));

        for (int i = 0; i < SHAPES.size(); i++) {
            double[] byA = new double[values.get("a" + i).length];
            double[] byB = new double[byA.length];
            for (int j = 0; j < SHAPES.size(); j++) {
                boolean alongN = (SHAPES.get(i) + SHAPES.get(j)).contains("n");
                boolean alongK = (SHAPES.get(i) + SHAPES.get(j)).contains("k");
                for (int row = 0; row < (alongN ? n : 1); row++) {
                    for (int column = 0; column < (alongK ? K : 1); column++) {
                        int own = at(i, row, column, n);
                        int other = at(j, row, column, n);
                        double b = values.get("b" + j)[other];
                        byA[own] += values.get("p")[5 * i + j] * values.get("a" + i)[own] * b * b;
                        double a = values.get("a" + j)[other];
                        byB[own] += values.get("p")[5 * j + i] * values.get("b" + i)[own] * a * a;
                    }
                }
            }
            assertThat(inputGradient(model, "a" + i)).as("a" + i).containsExactly(byA, within(1e-11));
            assertThat(inputGradient(model, "b" + i)).as("b" + i).containsExactly(byB, within(1e-11));
        }
    }

    private static List<Integer> sizes(int shape, int n) {
        return SHAPES.get(shape).isEmpty()
                ? List.of()
                : Arrays.stream(SHAPES.get(shape).split(", "))
                        .map(axis -> axis.equals("n") ? n : K)
                        .toList();
    }

    private static int at(int shape, int row, int column, int n) {
        return switch (SHAPES.get(shape)) {
            case "" -> 0;
            case "n" -> row;
            case "k" -> column;
            case "n, k" -> row * K + column;
            default -> column * n + row;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "words, 4",
        "words, -1",
        "words, 0.5",
        "words, NaN",
        "place, 2",
        "place, -1",
        "label, 3",
        "label, Infinity",
        "mask, 2",
        "mask, 0.5"
    })
    void elementsOutOfRangeAreRefused(String name, double element) {
        Model model = load("""
                model M {
                  dim    n, vocabulary = 4, classes = 3
                  input  words[n] : index(vocabulary), place[n] : index(n), mask[n] : bool
                  target label[n] : class(classes)
                  param  E[vocabulary, classes] = 1
                  let    score[n, classes] = if mask[n] then E[words[n], classes] else E[words[place[n]], classes]
                  loss   sum(cross_entropy(score, label))
                }
                """);
        model.parameters().initialise(0);
        Map<String, Tensor> data = new HashMap<>();
        for (String each : List.of("words", "place", "mask", "label")) {
            data.put(each, Tensor.vector(new double[] {0, 1}));
        }
        model.bind(data);
        assertThat(model.forward()).isCloseTo(2 * Math.log(3), within(TOLERANCE));
        data.put(name, Tensor.vector(new double[] {0, element}));

        assertThatThrownBy(() -> {
                    model.bind(data);
                    model.forward();
                })
                .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class)
                .hasMessageContaining(name);
    }
}
