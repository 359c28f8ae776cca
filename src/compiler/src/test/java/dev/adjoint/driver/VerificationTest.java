package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.check.Compilation;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import dev.adjoint.grad.Tangent;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.oracle.Instance;
import dev.adjoint.runtime.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every function of the language and of its prelude, and every kind of node, from text to numbers, at several sizes of what
 * data decide, and in every way we know to find an error:
 *
 * <ul>
 *   <li>generated code against the interpreter of what was written: outputs, loss, gradients, a training step and what it
 *       keeps;
 *   <li>gradients by every parameter and input against central differences, and against the tangent of the loss;
 *   <li>Hessian-vector products of the simplified gradient against differences of gradients;
 *   <li>single precision against double precision at the same point.
 * </ul>
 *
 * <p>{@link VerifiedCorpusTest} sees to it that the programs are complete.
 */
class VerificationTest {
    /** Sums of up to some thousand terms in another order, relative to the largest of what is compared. */
    private static final double ROUNDING = 1e-11;

    /** As that of the comparison with PyTorch: eighty units in the last place of single precision. */
    private static final double F32_ROUNDING = 1e-5;

    /**
     * Of differences, extrapolated: their error is of the order of the fourth power of the step, and rounding adds some
     * 1e-16 / 1e-5 times the terms of the loss. So short that hardly any maximum changes places on the way.
     */
    private static final double STEP = 1e-5;

    /** Relative to the loss and the largest derivative. */
    private static final double DIFFERENCE = 1e-8;

    /** Gradients have more roundings than the loss, relative to the largest second derivative along the direction. */
    private static final double SECOND_DIFFERENCE = 1e-7;

    /** Elements of a variable that are moved; more are sampled. */
    private static final int MOST_MOVED = 40;

    static Stream<Path> programs() {
        return Compilation.corpus("verify");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void allOraclesAgree(Path program) {
        Subject subject = Subject.of(program);
        Instance precise = subject.generated(Precision.F64);
        Instance single = subject.generated(Precision.F32);
        Set<String> effective = new HashSet<>();
        long seed = 1;
        for (Map<Dim, Integer> sizes : sizes(subject.unbound())) {
            Random random = new Random(seed++);
            Trial trial = new Trial(subject, precise, single, subject.sample(sizes, random), random);
            trial.run();
            precise.gradients().forEach((name, adjoint) -> {
                if (Arrays.stream(adjoint).anyMatch(derivative -> derivative != 0)) {
                    effective.add(name);
                }
            });
        }
        assertThat(effective)
                .as("what the loss depends on")
                .containsAll(subject.wrt().stream().map(Variable::name).toList());
    }

    /** Each dim empty; all of size 1; each of 13, which is odd; the first longer than vectors, and no multiple of them. */
    private static List<Map<Dim, Integer>> sizes(List<Dim> unbound) {
        List<Map<Dim, Integer>> all = new ArrayList<>();
        all.add(sizes(unbound, unbound.get(0), 1, 1));
        for (Dim dim : unbound) {
            all.add(sizes(unbound, dim, 0, 3));
            all.add(sizes(unbound, dim, 13, 4));
        }
        all.add(sizes(unbound, unbound.get(0), 67, 2));
        return all;
    }

    private static Map<Dim, Integer> sizes(List<Dim> unbound, Dim one, int size, int ofOthers) {
        Map<Dim, Integer> sizes = new LinkedHashMap<>();
        unbound.forEach(dim -> sizes.put(dim, dim.equals(one) ? size : ofOthers));
        return sizes;
    }

    /** A model at a point. */
    private static final class Trial {
        private final Subject subject;
        private final Instance precise;
        private final Instance single;
        private final Point point;
        private final Random random;
        private final boolean isEmpty;
        private final ModelDag evaluated;
        private final Interpreter interpreter;

        Trial(Subject subject, Instance precise, Instance single, Point point, Random random) {
            this.subject = subject;
            this.precise = precise;
            this.single = single;
            this.point = point;
            this.random = random;
            this.isEmpty = point.sizes().containsValue(0);
            this.evaluated = Passes.evaluating(subject.lowered());
            this.interpreter = point.interpreter();
        }

        void run() {
            Map<String, double[]> gradient = compareGenerated();
            compareTrainingStep();
            compareSinglePrecision();
            if (Double.isFinite(precise.at(point.sizes(), point.values()).loss())) {
                compareTangent(gradient);
                if (!isEmpty && point.sizes().values().stream().noneMatch(size -> size > 13)) {
                    compareDifferences(gradient);
                    compareSecondDifferences();
                }
            }
        }

        private String at(String what) {
            return "%s, %s: %s".formatted(subject.file().getFileName(), point.sizes(), what);
        }

        private Map<String, double[]> compareGenerated() {
            precise.at(point.sizes(), point.values());
            precise.model().predict();
            compareOutputs();
            double loss = precise.loss();
            compareOutputs();
            Map<String, double[]> gradient = precise.gradient();
            close("loss", new double[] {loss}, interpreter.evaluate(evaluated.loss()), ROUNDING);
            compareGradient("gradient", gradient, evaluated);
            precise.gradient()
                    .forEach((name, again) ->
                            assertThat(again).as(at("again " + name)).isEqualTo(gradient.get(name)));
            return gradient;
        }

        private void compareOutputs() {
            for (ModelDag.Output output : evaluated.outputs()) {
                double[] expected = interpreter.evaluate(output.value(), output.shape());
                close(output.name(), precise.output(output.name()), expected, ROUNDING);
            }
        }

        /** Where the loss is no number, as a mean of nothing, it has no gradient. */
        private void compareGradient(String what, Map<String, double[]> actual, ModelDag model) {
            if (!Double.isFinite(interpreter.evaluate(model.loss())[0])) {
                return;
            }
            Map<Node, Node> adjoints = Gradient.of(model.dag(), model.loss(), subject.wrt());
            Map<String, double[]> expected = new LinkedHashMap<>();
            adjoints.forEach((variable, adjoint) ->
                    expected.put(((Variable) variable).name(), interpreter.evaluate(adjoint, variable.shape())));
            close(what, actual, expected, ROUNDING);
        }

        private void compareTrainingStep() {
            ModelDag trained = Passes.training(subject.lowered()).orElse(evaluated);
            precise.at(point.sizes(), point.values());
            double loss = precise.step();
            close("loss of a step", new double[] {loss}, interpreter.evaluate(trained.loss()), ROUNDING);
            boolean isFinite = true;
            for (Map.Entry<Variable, Node> update : trained.updates().entrySet()) {
                Variable state = update.getKey();
                double[] next = interpreter.evaluate(update.getValue(), state.shape());
                close(state.name(), precise.parameter(state.name()), next, ROUNDING);
                isFinite &= Arrays.stream(next).allMatch(Double::isFinite);
            }
            // A step over no samples has no statistics to normalize by.
            if (isFinite || !isEmpty) {
                compareGradient("gradient of a step", precise.gradients(), trained);
            }
        }

        private void compareSinglePrecision() {
            Map<String, double[]> rounded = new HashMap<>();
            point.values().forEach((name, exact) -> rounded.put(name, single.rounded(exact)));
            precise.at(point.sizes(), rounded);
            single.at(point.sizes(), rounded);
            double exact = precise.loss();
            close("loss in f32", new double[] {single.loss()}, new double[] {exact}, F32_ROUNDING);
            for (ModelDag.Output output : evaluated.outputs()) {
                close(output.name(), single.output(output.name()), precise.output(output.name()), F32_ROUNDING);
            }
            close("gradient in f32", single.gradient(), precise.gradient(), F32_ROUNDING);
        }

        private void compareTangent(Map<String, double[]> gradient) {
            Directions directions = new Directions();
            Node tangent = Tangent.of(evaluated.dag(), evaluated.loss(), directions.nodes);
            double byTangent = directions.interpreter().evaluate(tangent)[0];
            double byGradient = 0;
            double magnitude = 1;
            for (Variable variable : subject.wrt()) {
                double[] adjoint = gradient.get(variable.name());
                double[] direction = directions.values.get(variable.name());
                for (int i = 0; i < adjoint.length; i++) {
                    byGradient += adjoint[i] * direction[i];
                    magnitude += Math.abs(adjoint[i] * direction[i]);
                }
            }
            assertThat(byTangent).as(at("tangent")).isCloseTo(byGradient, within(ROUNDING * magnitude));
        }

        private void compareDifferences(Map<String, double[]> gradient) {
            precise.at(point.sizes(), point.values());
            double tolerance = DIFFERENCE * (largest(gradient) + Math.abs(precise.loss()));
            for (Variable variable : subject.wrt()) {
                double[] adjoint = gradient.get(variable.name());
                for (int i : elements(adjoint.length)) {
                    double difference = extrapolated(difference(variable, i, STEP), difference(variable, i, 2 * STEP));
                    assertThat(adjoint[i])
                            .as(at("d loss / d " + variable.name() + "[" + i + "]"))
                            .isCloseTo(difference, within(tolerance));
                }
            }
        }

        private int[] elements(int count) {
            return count <= MOST_MOVED
                    ? IntStream.range(0, count).toArray()
                    : random.ints(MOST_MOVED, 0, count).toArray();
        }

        private double difference(Variable variable, int i, double step) {
            double value = point.values().get(variable.name())[i];
            precise.set(variable, i, value + step);
            double above = precise.loss();
            precise.set(variable, i, value - step);
            double below = precise.loss();
            precise.set(variable, i, value);
            return (above - below) / (2 * step);
        }

        private static double extrapolated(double fine, double coarse) {
            return (4 * fine - coarse) / 3;
        }

        private void compareSecondDifferences() {
            Directions directions = new Directions();
            Differentiated simple = Passes.differentiate(Passes.simplify(evaluated), Optional.empty(), subject.wrt());
            Map<String, double[]> products = new LinkedHashMap<>();
            Interpreter along = directions.interpreter();
            simple.gradient().forEach((variable, adjoint) -> {
                Node product = Tangent.of(evaluated.dag(), adjoint, directions.nodes);
                products.put(variable.name(), along.evaluate(product, variable.shape()));
            });
            Map<String, double[]> fine = directions.differences(STEP);
            Map<String, double[]> coarse = directions.differences(2 * STEP);
            fine.forEach((name, by) -> {
                for (int i = 0; i < by.length; i++) {
                    by[i] = extrapolated(by[i], coarse.get(name)[i]);
                }
            });
            close("Hessian times a direction", products, fine, SECOND_DIFFERENCE);
        }

        /** One direction for all that the model is differentiated by. */
        private final class Directions {
            private final Map<String, double[]> values = new HashMap<>();
            private final Map<Node, Node> nodes = new LinkedHashMap<>();
            private final Map<String, double[]> byDirection = new HashMap<>();

            Directions() {
                Dag dag = evaluated.dag();
                for (Variable variable : subject.wrt()) {
                    String name = "along " + variable.name();
                    int count = point.values().get(variable.name()).length;
                    values.put(variable.name(), random.doubles(count, -1, 1).toArray());
                    nodes.put(variable, dag.variable(Role.INPUT, name, variable.shape()));
                    byDirection.put(name, values.get(variable.name()));
                }
            }

            Interpreter interpreter() {
                return point.with(byDirection).interpreter();
            }

            Map<String, double[]> differences(double step) {
                Map<String, double[]> above = gradientAt(step);
                Map<String, double[]> below = gradientAt(-step);
                above.forEach((name, by) -> {
                    for (int i = 0; i < by.length; i++) {
                        by[i] = (by[i] - below.get(name)[i]) / (2 * step);
                    }
                });
                return above;
            }

            private Map<String, double[]> gradientAt(double step) {
                Map<String, double[]> moved = new HashMap<>(point.values());
                values.forEach((name, direction) -> {
                    double[] to = moved.get(name).clone();
                    for (int i = 0; i < to.length; i++) {
                        to[i] += step * direction[i];
                    }
                    moved.put(name, to);
                });
                precise.at(point.sizes(), moved).loss();
                return precise.gradient();
            }
        }

        /** Relative to the largest of all. */
        private void close(
                String what, Map<String, double[]> actual, Map<String, double[]> expected, double tolerance) {
            assertThat(actual.keySet()).as(at(what)).containsExactlyInAnyOrderElementsOf(expected.keySet());
            double largest = Math.max(1, largest(expected));
            expected.forEach(
                    (name, values) -> closeWithin(what + " by " + name, actual.get(name), values, tolerance * largest));
        }

        private void close(String what, double[] actual, double[] expected, double tolerance) {
            closeWithin(what, actual, expected, tolerance * Math.max(1, largest(Map.of(what, expected))));
        }

        /**
         * Simplified code may give a number where what was written gives none, as of 0/0 and infinities, which only empty
         * dims do here.
         */
        private void closeWithin(String what, double[] actual, double[] expected, double tolerance) {
            assertThat(actual).as(at(what)).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                if (Double.isFinite(expected[i])) {
                    assertThat(actual[i]).as(at(what + "[" + i + "]")).isCloseTo(expected[i], within(tolerance));
                } else {
                    assertThat(isEmpty || what.contains("running_variance"))
                            .as(at(what + "[" + i + "] is " + expected[i]))
                            .isTrue();
                }
            }
        }

        private static double largest(Map<String, double[]> all) {
            return all.values().stream()
                    .flatMapToDouble(Arrays::stream)
                    .map(Math::abs)
                    .filter(Double::isFinite)
                    .max()
                    .orElse(0);
        }
    }
}
