package dev.adjoint.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.check.Compilation;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Shape;
import dev.adjoint.interpret.Interpreter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Derivatives as values, against central differences and against matrices worked out by hand. */
class DerivativeTest {
    private static final int N = 3;

    private static final Map<String, double[]> DATA = Map.of(
            "x", new double[] {0.3, -1.2, 0.7},
            "v", new double[] {1.5, -0.5, 2},
            "X", new double[] {0.3, -1.2, 0.7, 1.1, 0.4, -0.6},
            "c", new double[] {0.8, -0.3});

    private static ModelDag model(String y, String derivative) {
        return Compilation.lower("""
                layer wave(z) { sin(z) * sum(z) }
                model M {
                  dim n, k = 2
                  input x[n], v[n], X[n, k]
                  param c[k] = 1
                  let y = %s
                  output value = y
                  output derivative = %s
                  loss sum(y) + 0 * sum(v) + 0 * sum(X) + sum(c)
                }
                """.formatted(y, derivative));
    }

    private static Map<Dim, Integer> sizes(ModelDag model) {
        return Map.of(model.dims().get(0), N);
    }

    private static double[] evaluate(ModelDag model, String output, Map<String, double[]> data) {
        ModelDag.Output found = model.outputs().stream()
                .filter(o -> o.name().equals(output))
                .findFirst()
                .orElseThrow();
        return new Interpreter(sizes(model), data).evaluate(found.value(), found.shape());
    }

    /** The Jacobian of every element of the value by every element of a variable, value first. */
    private static double[] differences(ModelDag model, String by) {
        double h = 1e-6;
        int count = DATA.get(by).length;
        int rows = evaluate(model, "value", DATA).length;
        double[] jacobian = new double[rows * count];
        for (int j = 0; j < count; j++) {
            double[] up = evaluate(model, "value", moved(by, j, h));
            double[] down = evaluate(model, "value", moved(by, j, -h));
            for (int i = 0; i < rows; i++) {
                jacobian[i * count + j] = (up[i] - down[i]) / (2 * h);
            }
        }
        return jacobian;
    }

    private static Map<String, double[]> moved(String name, int element, double by) {
        Map<String, double[]> data = new HashMap<>(DATA);
        double[] values = DATA.get(name).clone();
        values[element] += by;
        data.put(name, values);
        return data;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum[k](sin(c * X))            | c",
                "sum[k](sin(c * X))            | X",
                "x - mean(x)                   | x",
                "exp(x) / sum(exp(x))          | x",
                "max[k](c * X) * x             | X",
                "if x > 0 then sqrt(x) else x^2 | x",
                "sum(x * v)^2                  | x",
                "prod[n](X) * c                | X",
                "2 * v                         | x",
                "wave(wave(x))                 | x",
                "sum[k](wave(wave(c * X)))     | c",
                "sum[n](wave(wave(X)))         | X",
                "gradient(sum(wave(wave(x))), x) | x",
                "scan i over n carry h = 1 { next h = tanh(h + x[i])  emit h^2 } | x",
                "scan i over n carry h[k] = c, s = 0 { next h = sin(h * c + X[i] + s)  next s = s + sum(X[i]) } | X",
            })
    void jacobianHasAllElements(String y, String by) {
        ModelDag model = model(y, "jacobian(y, " + by + ")");
        double[] found = evaluate(model, "derivative", DATA);
        assertThat(found).containsExactly(differences(model, by), within(1e-8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum[k](sin(c * X))  | X",
                "x^2 * sum(v)        | x",
            })
    void jacobianByBlocksHasTheDiagonalOnes(String y, String by) {
        ModelDag model = model(y, "jacobian[n](y, " + by + ")");
        double[] all = differences(model, by);
        double[] blocks = evaluate(model, "derivative", DATA);
        int width = DATA.get(by).length / N;
        for (int n = 0; n < N; n++) {
            for (int j = 0; j < width; j++) {
                int row = n * N * width;
                assertThat(blocks[n * width + j]).isCloseTo(all[row + n * width + j], within(1e-8));
            }
        }
    }

    @Test
    void secondDerivativesOfAPolynomialAreExact() {
        // f = sum(c)^3: every second derivative is 6 * sum(c) = 3
        assertThat(evaluate(model("sum(c)^3", "hessian(y, c)"), "derivative", DATA))
                .containsExactly(new double[] {3, 3, 3, 3}, within(1e-14));
        // f = sum(c^3): the diagonal is 6 c
        assertThat(evaluate(model("sum(c^3)", "hessian[k](y, c)"), "derivative", DATA))
                .containsExactly(new double[] {4.8, -1.8}, within(1e-14));
        // f = squared distances to the nearest of c: twice the number of x that are nearest
        assertThat(evaluate(model("sum[n](min[k]((x - c)^2))", "hessian[k](y, c)"), "derivative", DATA))
                .containsExactly(new double[] {4, 2}, within(1e-14));
        // H v for f = sum(c)^3 along v = c: 6 * sum(c) * sum(c)
        assertThat(evaluate(model("sum(c)^3", "tangent(gradient(y, c), c, c)"), "derivative", DATA))
                .containsExactly(new double[] {1.5, 1.5}, within(1e-14));
    }

    @Test
    void aNumberIsDifferentiatedInReverseByHoweverManyOpenDims() {
        ModelDag model = Compilation.lower("""
                layer twice(x) { 2 * x }
                model M {
                  dim a, b, c, d
                  input x[a, b, c, d]
                  let f = sum(twice(twice(x)))
                  output derivative = gradient(f, x)
                  loss f
                }
                """);

        Node derivative = model.outputs().get(0).value();

        assertThat(Reachable.from(List.of(derivative))).noneMatch(Position.class::isInstance);
    }

    @Test
    void axesOfTheValueComeFirst() {
        ModelDag model = model("c * x", "jacobian(y, c)");
        Shape shape = model.outputs().get(1).shape();
        assertThat(shape.axes()).extracting(Axis::name).containsExactly("k", "n", "k'");
        Node value = model.outputs().get(1).value();
        assertThat(shape.containsAll(value.shape().axes())).isTrue();
        double[] expected = new double[12];
        double[] x = DATA.get("x");
        for (int n = 0; n < N; n++) {
            expected[n * 2] = x[n]; // k = 0, k' = 0
            expected[6 + n * 2 + 1] = x[n]; // k = 1, k' = 1
        }
        assertThat(evaluate(model, "derivative", DATA)).containsExactly(expected, within(1e-15));
    }

    @Test
    void derivativeByALetIsByThatLetOnly() {
        ModelDag model = Compilation.lower("""
                model M {
                  dim n
                  input x[n], v[n]
                  param w = 1
                  let inner = 2 * x
                  let y = sin(inner) + x
                  output derivative = jacobian[n](y, inner)
                  loss w^2 + 0 * sum(v)
                }
                """);
        double[] x = DATA.get("x");
        double[] expected = {Math.cos(2 * x[0]), Math.cos(2 * x[1]), Math.cos(2 * x[2])};
        assertThat(evaluate(model, "derivative", DATA)).containsExactly(expected, within(1e-15));
    }
}
