package dev.adjoint.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.expr.Variable;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.rewrite.Simplify;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients derived by hand, and what must hold where naive gradients fail. */
class GradientTest {
    private final Dag dag = new Dag();
    private final Dim n = Dim.unbound("n");
    private final Axis axis = Axis.of(n);
    private final Variable x = dag.variable(Role.INPUT, "x", Shape.of(axis));
    private final Variable y = dag.variable(Role.TARGET, "y", Shape.of(axis));
    private final Variable w = dag.variable(Role.PARAMETER, "w", Shape.SCALAR);
    private final Variable b = dag.variable(Role.PARAMETER, "b", Shape.SCALAR);
    private final Node zero = dag.constant(0);

    @Test
    void linearRegressionStepOfTheTutorial() {
        Node residual = dag.sub(dag.add(dag.mul(w, x), b), y);
        Node loss = mean(dag.pow(residual, dag.constant(2)));
        Map<Node, Node> gradient = Gradient.of(dag, loss, List.of(w, b, x));
        Interpreter at = new Interpreter(
                Map.of(n, 1),
                Map.of("x", new double[] {2.1}, "y", new double[] {4}, "w", new double[] {1}, "b", new double[] {0}));
        // By hand: r = 2.1 - 4 = -1.9; loss r²; d/dw 2·r·x; d/db 2·r; d/dx 2·r·w.
        assertThat(at.evaluate(loss)[0]).isCloseTo(3.61, within(1e-14));
        assertThat(at.evaluate(gradient.get(w))[0]).isCloseTo(-7.98, within(1e-14));
        assertThat(at.evaluate(gradient.get(b))[0]).isCloseTo(-3.8, within(1e-14));
        assertThat(at.evaluate(gradient.get(x))[0]).isCloseTo(-3.8, within(1e-14));
    }

    @Test
    void whatTheRootDoesNotDependOnHasGradientZero() {
        assertThat(Gradient.of(dag, dag.exp(w), List.of(b)).get(b)).isSameAs(zero);
    }

    /** sqrt(x) is taken only where x > 0; at 0 its derivative is infinite, and must not become 0·inf. */
    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 0", "4, 0.25"})
    void untakenBranchesDoNotLeak(double at, double expected) {
        Node root = dag.select(dag.gt(w, zero), dag.sqrt(w), zero);
        assertThat(plainAndSimple(root, at))
                .allSatisfy(value -> assertThat(value).isCloseTo(expected, within(1e-15)));
    }

    /** The shared sqrt(x) is used by branches of two conditionals with different conditions. */
    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 0", "4, 0.75"})
    void valuesSharedByGuardedBranchesDoNotLeak(double at, double expected) {
        Node root = dag.sqrt(w);
        Node first = dag.select(dag.gt(w, zero), root, zero);
        Node second = dag.select(dag.gt(w, dag.constant(1)), dag.mul(dag.constant(2), root), zero);
        assertThat(plainAndSimple(dag.add(first, second), at))
                .allSatisfy(value -> assertThat(value).isCloseTo(expected, within(1e-15)));
    }

    /** A scalar used by a branch that no sample takes: the guard is reduced along with the sum. */
    @Test
    void scalarsUsedByBranchesThatNoSampleTakesDoNotLeak() {
        Node root =
                dag.reduce(Reduction.SUM, List.of(axis), dag.select(dag.gt(x, zero), dag.mul(x, dag.sqrt(w)), zero));
        Node gradient = Gradient.of(dag, root, List.of(w)).get(w);
        Map<String, double[]> bindings = Map.of("x", new double[] {-1, -2}, "w", new double[] {0});
        assertThat(new Interpreter(Map.of(n, 2), bindings).evaluate(gradient)).containsExactly(0);
    }

    static Stream<Arguments> betweenBranchAndRoot() {
        return Stream.of(
                Arguments.of("access", (Between) (d, i, y) -> d.access(y, Map.of(i, shifted(i)), List.of(), false)),
                Arguments.of("window", (Between) (d, i, y) -> {
                    Axis r = Axis.of(Dim.fixed("r", 2));
                    Map<Axis, Integer> terms = Map.of(i, 1, r, 1);
                    Index.Affine window = new Index.Affine(terms, SizeSum.of(0), 1);
                    return d.access(y, Map.of(i, window), List.of(), false);
                }),
                Arguments.of("gather", (Between)
                        (d, i, y) -> d.access(y, Map.of(i, new Index.Computed(1)), zeros(d, i), true)),
                Arguments.of("scatter", (Between) (d, i, y) -> {
                    Axis t = Axis.of(Dim.fixed("t", 2));
                    return d.scatter(y, List.of(t), zeros(d, i), List.of(i));
                }),
                Arguments.of("reshape", (Between)
                        (d, i, y) -> d.reshape(y, List.of(i), List.of(new Axis("j", i.dim())))),
                Arguments.of("call", (Between) (d, i, y) -> {
                    Variable p = d.variable(Role.FORMAL, "p", Shape.of(i));
                    return d.result(d.call(new Lambda("f", List.of(p), List.of(d.sin(p))), List.of(y)), 0);
                }),
                Arguments.of("scan", (Between) (d, i, y) -> {
                    Variable h = d.variable(Role.FORMAL, "h", Shape.SCALAR);
                    Variable p = d.variable(Role.FORMAL, "p", Shape.SCALAR);
                    Lambda step = new Lambda("step", List.of(h, p), List.of(d.add(h, p), d.mul(p, p)));
                    return d.result(d.scan(i, false, 1, 1, step, List.of(d.constant(0), y)), 2);
                }));
    }

    private static Index.Affine shifted(Axis axis) {
        return new Index.Affine(Map.of(axis, 1), SizeSum.of(-1), 1);
    }

    /** At one of two places everything is read, at the other nothing. */
    private static List<Node> zeros(Dag d, Axis axis) {
        return List.of(d.mul(d.constant(0), d.position(axis)));
    }

    private interface Between {
        Node of(Dag dag, Axis axis, Node value);
    }

    /**
     * sqrt(w·position) is read, in some way, by a branch that is never taken: its slope, infinite at w = 0 and NaN at
     * position 0, must not be felt.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("betweenBranchAndRoot")
    void untakenBranchesDoNotLeakThrough(String name, Between between) {
        Node value = between.of(dag, axis, dag.sqrt(dag.mul(w, dag.position(axis))));
        Node taken = dag.select(dag.gt(w, dag.constant(0)), value, dag.constant(1));
        Node root = dag.reduce(Reduction.SUM, taken.shape().axes(), taken);
        Node gradient = Gradient.of(dag, root, List.of(w)).get(w);
        Interpreter at = new Interpreter(Map.of(n, 2), Map.of("w", new double[] {0}));
        assertThat(at.evaluate(gradient)).containsExactly(0);
    }

    /** The same where the branch is inside of a lambda that is called or stepped, and its argument has the slope. */
    @Test
    void untakenBranchesOfLambdasDoNotLeak() {
        Variable p = dag.variable(Role.FORMAL, "p", Shape.SCALAR);
        Variable h = dag.variable(Role.FORMAL, "h", Shape.SCALAR);
        Node taken = dag.select(dag.gt(p, zero), dag.mul(p, p), dag.constant(1));
        Node called = dag.result(dag.call(new Lambda("f", List.of(p), List.of(taken)), List.of(dag.sqrt(w))), 0);
        Lambda step = new Lambda("step", List.of(h, p), List.of(dag.add(h, taken)));
        Node roots = dag.sqrt(dag.mul(w, dag.position(axis)));
        Node last = dag.result(dag.scan(axis, false, 1, 1, step, List.of(zero, roots)), 0);
        Interpreter at = new Interpreter(Map.of(n, 2), Map.of("w", new double[] {0}));
        for (Node root : List.of(called, last)) {
            assertThat(at.evaluate(Gradient.of(dag, root, List.of(w)).get(w))).containsExactly(0);
        }
    }

    /** Two tiles of two, side by side, and a last element that none reads: the sum of position-weighted tiles. */
    @Test
    void windowsSideBySideReadEachElementOnce() {
        Axis five = Axis.of(Dim.fixed("five", 5));
        Axis tile = Axis.of(Dim.fixed("tile", 2));
        Axis place = new Axis("place", Dim.fixed("inside", 2));
        Variable v = dag.variable(Role.INPUT, "v", Shape.of(five));
        Index.Affine index = new Index.Affine(Map.of(tile, 2, place, 1), SizeSum.of(0), 1);
        Node read = dag.access(v, Map.of(five, index), List.of(), true);
        Node weight = dag.add(dag.mul(dag.constant(10), dag.position(tile)), dag.position(place));
        Node root = dag.reduce(Reduction.SUM, List.of(tile, place), dag.mul(weight, read));
        Node gradient = Gradient.of(dag, root, List.of(v)).get(v);
        Interpreter at = new Interpreter(Map.of(), Map.of("v", new double[5]));
        assertThat(at.evaluate(gradient, v.shape())).containsExactly(0, 1, 10, 11, 0);
    }

    @Test
    void rootsOfAnyShapeHaveSeeds() {
        Node square = dag.pow(dag.mul(w, x), dag.constant(2));
        Map<Node, Node> seeds = Map.of(square, y, dag.mul(dag.constant(3), w), dag.constant(5));
        Node gradient = Gradient.of(dag, seeds, List.of(w)).get(w);
        Interpreter at = new Interpreter(
                Map.of(n, 2), Map.of("w", new double[] {2}, "x", new double[] {1, 3}, "y", new double[] {10, 100}));
        // d/dw of y·(w·x)² is 2·w·x²·y: 40 + 3,600; of 5·3·w it is 15.
        assertThat(at.evaluate(gradient)).containsExactly(3_655);
    }

    @Test
    void stoppedGradientsPassNothingOn() {
        Node value = dag.mul(dag.apply(Primitive.STOP_GRADIENT, dag.exp(w)), w);
        Node gradient = Gradient.of(dag, value, List.of(w)).get(w);
        assertThat(new Interpreter(Map.of(), Map.of("w", new double[] {1})).evaluate(gradient))
                .containsExactly(Math.E);
    }

    /** A block called forty times is differentiated once: its adjoint is one lambda. */
    @Test
    void lambdasAreDifferentiatedOnce() {
        Variable p = dag.variable(Role.FORMAL, "p", Shape.of(axis));
        Lambda block = new Lambda("block", List.of(p), List.of(dag.sin(p)));
        Node value = x;
        for (int i = 0; i < 40; i++) {
            value = dag.result(dag.call(block, List.of(value)), 0);
        }
        Node root = dag.reduce(Reduction.SUM, List.of(axis), value);
        Node gradient = Gradient.of(dag, root, List.of(x)).get(x);
        assertThat(Reachable.from(gradient).stream()
                        .filter(Call.class::isInstance)
                        .map(call -> ((Call) call).lambda())
                        .filter(lambda -> lambda != block)
                        .distinct())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"ABS, 0, 0", "ABS, -3, -1", "SIGN, 2, 0"})
    void subgradientsAtKinks(Primitive primitive, double at, double expected) {
        assertThat(plainAndSimple(dag.apply(primitive, w), at)).containsOnly(expected);
    }

    @Test
    void tiesOfReductionsShareAndProductsSurviveZeros() {
        Map<String, double[]> bindings = Map.of("x", new double[] {2, 0, 2, -3});
        Interpreter at = new Interpreter(Map.of(n, 4), bindings);
        Node max = Gradient.of(dag, dag.reduce(Reduction.MAX, List.of(axis), x), List.of(x))
                .get(x);
        assertThat(at.evaluate(max)).containsExactly(new double[] {0.5, 0, 0.5, 0}, within(0.0));
        Node product = Gradient.of(dag, dag.reduce(Reduction.PROD, List.of(axis), x), List.of(x))
                .get(x);
        assertThat(at.evaluate(product)).containsExactly(new double[] {0, -12, 0, 0}, within(0.0));
    }

    /** x³: 3x², 6x, 6, by differentiating derivatives. */
    @Test
    void gradientsCanBeDifferentiatedAgain() {
        Node value = dag.pow(w, dag.constant(3));
        double[] expected = {12, 12, 6, 0};
        for (double derivative : expected) {
            Node next = Gradient.of(dag, value, List.of(w)).get(w);
            value = Simplify.of(dag, List.of(next)).get(next);
            assertThat(new Interpreter(Map.of(), Map.of("w", new double[] {2})).evaluate(value))
                    .containsExactly(derivative);
        }
    }

    /** log(1 + e^z) written out: right where e^z overflows, and the gradient is the sigmoid. */
    @ParameterizedTest
    @CsvSource({"1000, 1000, 1", "-1000, 0, 0", "0, 0.6931471805599453, 0.5", "40, 40.00000000000000000425, 1"})
    void writtenOutSoftplusIsStable(double at, double value, double slope) {
        Node written = dag.log(dag.add(dag.constant(1), dag.exp(w)));
        Node simple = Simplify.of(dag, List.of(written)).get(written);
        assertThat(simple.is(Primitive.SOFTPLUS)).isTrue();
        Node gradient = Gradient.of(dag, simple, List.of(w)).get(w);
        Interpreter interpreter = new Interpreter(Map.of(), Map.of("w", new double[] {at}));
        assertThat(interpreter.evaluate(simple)[0]).isCloseTo(value, within(1e-14));
        assertThat(interpreter.evaluate(gradient)[0]).isCloseTo(slope, within(1e-15));
    }

    /** 2,000 terms with parameters of their own: at most five gradient nodes for a node of the primal. */
    @Test
    void gradientOfAWideSumIsLinear() {
        List<Variable> parameters = new ArrayList<>();
        List<Node> terms = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Variable p = dag.variable(Role.PARAMETER, "p" + i, Shape.SCALAR);
            parameters.add(p);
            terms.add(dag.mul(p, dag.apply(Primitive.TANH, dag.mul(dag.constant(i * 0.001), dag.add(x, p)))));
        }
        Node raw = mean(dag.pow(dag.sub(dag.apply(Primitive.ADD, terms), y), dag.constant(2)));
        Node loss = Simplify.of(dag, List.of(raw)).get(raw);
        Map<Node, Node> gradient = Gradient.of(dag, loss, parameters);
        Map<Node, Node> simple = Simplify.of(dag, gradient.values());
        int primal = Reachable.from(loss).size();
        List<Node> both = new ArrayList<>(simple.values());
        both.add(loss);
        assertThat(Reachable.from(both).size()).isLessThanOrEqualTo(5 * primal);
    }

    private Node mean(Node a) {
        return dag.div(dag.reduce(Reduction.SUM, List.of(axis), a), dag.size(axis));
    }

    /** The derivative with respect to w at one point: of the root as it is, and simplified before and after. */
    private List<Double> plainAndSimple(Node root, double at) {
        Node plain = Gradient.of(dag, root, List.of(w)).get(w);
        Node simpleRoot = Simplify.of(dag, List.of(root)).get(root);
        Node derived = Gradient.of(dag, simpleRoot, List.of(w)).get(w);
        Node simple = Simplify.of(dag, List.of(derived)).get(derived);
        Interpreter interpreter = new Interpreter(Map.of(), Map.of("w", new double[] {at}));
        return List.of(interpreter.evaluate(plain)[0], interpreter.evaluate(simple)[0]);
    }
}
