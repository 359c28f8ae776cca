package dev.adjoint.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.RandomExpressions;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Variable;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.rewrite.Simplify;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Properties of gradients on thousands of random expressions; every failure names its seed. */
class GradientPropertyTest {
    private static final int SEEDS = 2_000;

    @Test
    void simplifiedValuesAndGradientsEqualPlainOnes() {
        int compared = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Dag dag = new Dag();
            RandomExpressions.Sample sample = RandomExpressions.of(dag, seed);
            List<Node> plain = new ArrayList<>(List.of(sample.loss()));
            plain.addAll(Gradient.of(dag, sample.loss(), sample.variables()).values());
            Node simpleLoss = Simplify.of(dag, List.of(sample.loss())).get(sample.loss());
            List<Node> simple = new ArrayList<>(List.of(simpleLoss));
            simple.addAll(Gradient.of(dag, simpleLoss, sample.variables()).values());
            Map<Node, Node> simplified = Simplify.of(dag, simple);
            Interpreter interpreter = new Interpreter(sample.sizes(), sample.bindings());
            for (int i = 0; i < plain.size(); i++) {
                var shape = i == 0
                        ? sample.loss().shape()
                        : sample.variables().get(i - 1).shape();
                double[] expected = interpreter.evaluate(plain.get(i), shape);
                double[] actual = interpreter.evaluate(simplified.get(simple.get(i)), shape);
                for (int j = 0; j < expected.length; j++) {
                    // Simplifying may turn NaN (0/0 and the like) into a number, never the other way round.
                    if (Double.isFinite(expected[j])) {
                        assertThat(actual[j])
                                .as("seed %d, value %d[%d]", seed, i, j)
                                .isCloseTo(expected[j], offset(expected[j], plain.size()));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(10 * SEEDS);
    }

    @Test
    void gradientsEqualCentralDifferences() {
        int compared = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Dag dag = new Dag();
            RandomExpressions.Sample sample = RandomExpressions.of(dag, seed);
            Map<Node, Node> gradient = Gradient.of(dag, sample.loss(), sample.variables());
            Interpreter interpreter = new Interpreter(sample.sizes(), sample.bindings());
            for (Variable variable : sample.variables()) {
                double[] symbolic = interpreter.evaluate(gradient.get(variable), variable.shape());
                for (int i = 0; i < symbolic.length; i++) {
                    Double numeric = settledDifference(sample, variable.name(), i);
                    if (numeric != null) {
                        assertThat(symbolic[i])
                                .as("seed %d, d/d%s[%d]", seed, variable.name(), i)
                                .isCloseTo(numeric, within(1e-5 * (1 + Math.abs(numeric))));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(10 * SEEDS);
    }

    @Test
    void tangentsAndAdjointsAgreeOnTheDotProduct() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Dag dag = new Dag();
            RandomExpressions.Sample sample = RandomExpressions.of(dag, seed);
            Map<Node, Node> gradient = Gradient.of(dag, sample.loss(), sample.variables());
            Map<Node, Node> directions = new HashMap<>();
            Map<String, double[]> bindings = new HashMap<>(sample.bindings());
            for (Variable variable : sample.variables()) {
                String name = "d_" + variable.name();
                directions.put(variable, dag.variable(variable.role(), name, variable.shape()));
                bindings.put(name, sample.bindings().get(variable.name()).clone());
            }
            Node tangent = Tangent.of(dag, sample.loss(), directions);
            Interpreter interpreter = new Interpreter(sample.sizes(), bindings);
            double byTangent = interpreter.evaluate(tangent)[0];
            double byAdjoints = 0;
            double magnitude = 0;
            for (Variable variable : sample.variables()) {
                double[] adjoint = interpreter.evaluate(gradient.get(variable), variable.shape());
                double[] direction = bindings.get("d_" + variable.name());
                for (int i = 0; i < adjoint.length; i++) {
                    byAdjoints += adjoint[i] * direction[i];
                    magnitude += Math.abs(adjoint[i] * direction[i]);
                }
            }
            if (Double.isFinite(byAdjoints) && Double.isFinite(byTangent)) {
                assertThat(byTangent).as("seed %d", seed).isCloseTo(byAdjoints, within(1e-11 * (1 + magnitude)));
            }
        }
    }

    @Test
    void gradientDagsStaySmall() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Dag dag = new Dag();
            RandomExpressions.Sample sample = RandomExpressions.of(dag, seed);
            Node loss = Simplify.of(dag, List.of(sample.loss())).get(sample.loss());
            int primal = Reachable.from(loss).size();
            Map<Node, Node> simplified =
                    Simplify.of(dag, Gradient.of(dag, loss, sample.variables()).values());
            assertThat(Reachable.from(simplified.values()).size())
                    .as("seed %d, primal %d nodes", seed, primal)
                    .isLessThanOrEqualTo(10 * primal + 20);
        }
    }

    /** Rounding of a different order of operations, amplified by cancellation: a few hundred ulps of the largest term. */
    private static Offset<Double> offset(double expected, int terms) {
        return within(1e-9 * (1 + Math.abs(expected)) * terms);
    }

    /** Central difference; null near a kink, where two step sizes disagree, and where it is not finite. */
    private static Double settledDifference(RandomExpressions.Sample sample, String name, int index) {
        double coarse = difference(sample, name, index, 1e-4);
        double fine = difference(sample, name, index, 1e-5);
        boolean settled = Math.abs(coarse - fine) <= 1e-6 * (1 + Math.abs(fine)) && Math.abs(fine) < 1e6;
        return settled ? Double.valueOf((100 * fine - coarse) / 99) : null;
    }

    private static double difference(RandomExpressions.Sample sample, String name, int index, double step) {
        return (shifted(sample, name, index, step) - shifted(sample, name, index, -step)) / (2 * step);
    }

    private static double shifted(RandomExpressions.Sample sample, String name, int index, double step) {
        Map<String, double[]> bindings = new HashMap<>(sample.bindings());
        double[] moved = bindings.get(name).clone();
        moved[index] += step;
        bindings.put(name, moved);
        return new Interpreter(sample.sizes(), bindings).evaluate(sample.loss())[0];
    }
}
