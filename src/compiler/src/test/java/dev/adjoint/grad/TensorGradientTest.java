package dev.adjoint.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.RandomExpressions;
import dev.adjoint.expr.RandomTensors;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Variable;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.rewrite.Simplify;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * First and second derivatives of thousands of random expressions over tensors, along random directions: adjoints against
 * central differences and against tangents. Every failure names its seed.
 */
class TensorGradientTest {
    private static final int SEEDS = 2_000;

    /** A sample with a direction for each of its variables, bound under the name {@link #direction}. */
    private record Case(long seed, Dag dag, RandomExpressions.Sample sample, Map<String, double[]> bindings) {
        static Case of(long seed) {
            Dag dag = new Dag();
            RandomExpressions.Sample sample = RandomTensors.of(dag, seed);
            Map<String, double[]> bindings = new HashMap<>(sample.bindings());
            Random random = new Random(seed);
            for (Variable variable : sample.variables()) {
                int count = sample.bindings().get(variable.name()).length;
                bindings.put(
                        "d_" + variable.name(), random.doubles(count, -1, 1).toArray());
            }
            return new Case(seed, dag, sample, bindings);
        }

        Variable direction(Variable variable) {
            return dag.variable(variable.role(), "d_" + variable.name(), variable.shape());
        }

        Map<Node, Node> directions() {
            Map<Node, Node> directions = new LinkedHashMap<>();
            sample.variables().forEach(variable -> directions.put(variable, direction(variable)));
            return directions;
        }

        /** The derivative of a scalar along the direction, by its adjoints: one term for each variable. */
        Map<Variable, Node> slopes(Node scalar) {
            Map<Node, Node> gradient = Gradient.of(dag, scalar, sample.variables());
            Map<Variable, Node> slopes = new LinkedHashMap<>();
            for (Variable variable : sample.variables()) {
                Node product = dag.mul(gradient.get(variable), direction(variable));
                slopes.put(variable, dag.reduce(Reduction.SUM, variable.shape().axes(), product));
            }
            return slopes;
        }

        Node slope(Node scalar) {
            return slopes(scalar).values().stream().reduce(dag::add).get();
        }

        double value(Node scalar) {
            return valueAt(scalar, List.of(), 0);
        }

        private double valueAt(Node scalar, Collection<Variable> moved, double step) {
            Map<String, double[]> shifted = new HashMap<>(bindings);
            for (Variable variable : moved) {
                double[] from = bindings.get(variable.name()).clone();
                double[] direction = bindings.get("d_" + variable.name());
                for (int i = 0; i < from.length; i++) {
                    from[i] += step * direction[i];
                }
                shifted.put(variable.name(), from);
            }
            return new Interpreter(sample.sizes(), shifted).evaluate(scalar)[0];
        }

        /** Whether a slope by adjoints was comparable with one by differences: not near a kink, and finite. */
        boolean compare(Node scalar, Collection<Variable> moved, double byAdjoints) {
            double coarse = difference(scalar, moved, 2e-4);
            double fine = difference(scalar, moved, 1e-4);
            // The error of a difference falls with the square of the step, and what is left is rounding.
            double numeric = (4 * fine - coarse) / 3;
            double scale = 1 + Math.abs(numeric);
            if (!(Math.abs(coarse - fine) <= 1e-4 * scale && scale < 1e6)) {
                return false;
            }
            double rounding = 1e-11 * (1 + Math.abs(value(scalar))) / 1e-4;
            double bound = 0.1 * Math.abs(coarse - fine) + 10 * rounding + 1e-9 * scale;
            assertThat(byAdjoints).as("seed %d along %s", seed, moved).isCloseTo(numeric, within(bound));
            return true;
        }

        private double difference(Node scalar, Collection<Variable> moved, double step) {
            return (valueAt(scalar, moved, step) - valueAt(scalar, moved, -step)) / (2 * step);
        }
    }

    @Test
    void gradientsEqualCentralDifferencesAndTangents() {
        int compared = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            compared += first(seed) ? 1 : 0;
        }
        assertThat(compared).isGreaterThan(SEEDS * 9 / 10);
    }

    static boolean first(long seed) {
        Case c = Case.of(seed);
        return c.compare(c.sample.loss(), c.sample.variables(), agreed(c, c.sample.loss()));
    }

    @Test
    void secondDerivativesEqualCentralDifferencesAndTangents() {
        int compared = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            compared += second(seed) ? 1 : 0;
        }
        assertThat(compared).isGreaterThan(SEEDS * 9 / 10);
    }

    static boolean second(long seed) {
        Case c = Case.of(seed);
        Node slope = c.slope(c.sample.loss());
        return c.compare(slope, c.sample.variables(), agreed(c, slope));
    }

    /** Before and after differentiation, as the driver does it; not finite values may become finite. */
    @Test
    void simplifiedValuesAndSlopesEqualPlainOnes() {
        int compared = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            compared += simplified(seed) ? 1 : 0;
        }
        assertThat(compared).isGreaterThan(SEEDS * 9 / 10);
    }

    static boolean simplified(long seed) {
        Case c = Case.of(seed);
        Node loss = c.sample.loss();
        Node slope = c.slope(loss);
        Node simpleLoss = Simplify.of(c.dag, List.of(loss)).get(loss);
        Node simpleSlope = c.slope(simpleLoss);
        Map<Node, Node> simple = Simplify.of(c.dag, List.of(simpleLoss, simpleSlope));
        double[] plain = {c.value(loss), c.value(slope)};
        double[] actual = {c.value(simple.get(simpleLoss)), c.value(simple.get(simpleSlope))};
        double magnitude = 1;
        for (Node part : c.slopes(loss).values()) {
            magnitude += Math.abs(c.value(part));
        }
        for (int i = 0; i < plain.length; i++) {
            if (Double.isFinite(plain[i])) {
                double bound = 1e-9 * (magnitude + Math.abs(plain[i]));
                assertThat(actual[i]).as("seed %d, value %d", seed, i).isCloseTo(plain[i], within(bound));
            }
        }
        return Double.isFinite(plain[1]);
    }

    /** The slope of a scalar by its adjoints, which by tangents is the same. */
    private static double agreed(Case c, Node scalar) {
        double byAdjoints = 0;
        double magnitude = 1;
        for (Node part : c.slopes(scalar).values()) {
            byAdjoints += c.value(part);
            magnitude += Math.abs(c.value(part));
        }
        double byTangents = c.value(Tangent.of(c.dag, scalar, c.directions()));
        if (Double.isFinite(byAdjoints) && Double.isFinite(byTangents)) {
            assertThat(byTangents).as("seed %d", c.seed).isCloseTo(byAdjoints, within(1e-10 * magnitude));
        }
        return byAdjoints;
    }
}
