package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.RandomExpressions;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.print.ChainRule;
import dev.adjoint.runtime.Precision;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The steps of an explanation must multiply and add up to the gradient, or it explains something else. */
class ExplanationTest {
    private static final List<String> AXES = List.of("n", "k");
    private static final int[] SIZES = {3, 2};

    @Test
    void localDerivativesMultiplyToTheGradient() {
        int explained = 0;
        for (long seed = 0; seed < 1_500; seed++) {
            Dag dag = new Dag();
            RandomExpressions.Sample sample = RandomExpressions.of(dag, seed);
            Variable w = sample.variables().get(2);
            Interpreter plain = new Interpreter(RandomExpressions.SIZES, sample.bindings());
            double gradient =
                    plain.evaluate(Gradient.of(dag, sample.loss(), List.of(w)).get(w))[0];
            if (gradient != 0 && Double.isFinite(gradient)) {
                ChainRule chain = Explanation.of(model(dag, sample), w, point(sample));
                assertThat(chain.gradient()).as("seed %d", seed).isCloseTo(gradient, near(gradient));
                assertConsistent(chain, w.name(), seed);
                explained++;
            }
        }
        assertThat(explained).isGreaterThan(300);
    }

    /** The adjoint of a value is the sum over the steps that use it of local derivative times their adjoint. */
    private static void assertConsistent(ChainRule chain, String variable, long seed) {
        Map<String, ChainRule.Step> steps = new HashMap<>();
        chain.steps().forEach(step -> steps.put(step.name(), step));
        List<String> operands = new ArrayList<>(steps.keySet());
        operands.remove("loss");
        operands.add(variable);
        for (String operand : operands) {
            List<String> axes = steps.containsKey(operand) ? steps.get(operand).axes() : List.of();
            double[] expected =
                    steps.containsKey(operand) ? steps.get(operand).adjoint() : new double[] {chain.gradient()};
            double[] sum = new double[expected.length];
            double[] magnitude = new double[expected.length];
            for (ChainRule.Step user : chain.steps()) {
                for (ChainRule.Local local : user.locals()) {
                    if (local.operand().equals(operand)) {
                        accumulate(user, local, axes, sum, magnitude);
                    }
                }
            }
            for (int i = 0; i < sum.length; i++) {
                if (!Double.isFinite(magnitude[i])) {
                    continue; // An untaken branch: its local derivative may be infinite, its adjoint is 0.
                }
                assertThat(sum[i])
                        .as("seed %d, d loss/d %s[%d]", seed, operand, i)
                        .isCloseTo(expected[i], within(1e-9 * (1 + magnitude[i])));
            }
        }
    }

    private static void accumulate(
            ChainRule.Step user, ChainRule.Local local, List<String> axes, double[] sum, double[] magnitude) {
        List<String> localAxes = user.axes().size() >= axes.size() ? user.axes() : axes;
        for (int n = 0; n < SIZES[0]; n++) {
            for (int k = 0; k < SIZES[1]; k++) {
                int[] index = {n, k};
                if (isFirst(index, user.axes(), axes)) {
                    double term = local.values()[at(index, localAxes)] * user.adjoint()[at(index, user.axes())];
                    sum[at(index, axes)] += term;
                    magnitude[at(index, axes)] += Math.abs(term);
                }
            }
        }
    }

    /** Visits each index of the axes of either once: those that neither has stay at 0. */
    private static boolean isFirst(int[] index, List<String> a, List<String> b) {
        for (int axis = 0; axis < index.length; axis++) {
            String name = AXES.get(axis);
            if (index[axis] > 0 && !a.contains(name) && !b.contains(name)) {
                return false;
            }
        }
        return true;
    }

    private static int at(int[] index, List<String> axes) {
        int at = 0;
        for (String axis : axes) {
            int position = AXES.indexOf(axis);
            at = at * SIZES[position] + index[position];
        }
        return at;
    }

    private static Offset<Double> near(double value) {
        return within(1e-9 * (1 + Math.abs(value)));
    }

    private static Point point(RandomExpressions.Sample sample) {
        Map<Dim, Integer> sizes = RandomExpressions.SIZES;
        Map<String, double[]> values = new HashMap<>();
        sample.bindings().forEach((name, value) -> values.put(name, Arrays.copyOf(value, value.length)));
        return new Point(sizes, values);
    }

    private static ModelDag model(Dag dag, RandomExpressions.Sample sample) {
        Span span = new SourceFile("random.nn", "").span(0, 0);
        return Passes.simplify(new ModelDag(
                "Random",
                "",
                span,
                Precision.F64,
                List.of(RandomExpressions.N, RandomExpressions.K),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                sample.loss(),
                Map.of(),
                dag));
    }
}
