package dev.adjoint.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.expr.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each kind of node by numbers that are worked out by hand. */
class InterpreterTest {
    private final Dag dag = new Dag();
    private final Dim n = Dim.unbound("n");
    private final Axis i = Axis.of(n);
    private final Axis j = new Axis("j", n);
    private final Axis k = Axis.of(Dim.fixed("k", 3));
    private final Variable x = dag.variable(Role.INPUT, "x", Shape.of(i));
    private final Variable a = dag.variable(Role.INPUT, "a", Shape.of(i, k));
    private final Variable ids = dag.variable(Role.INPUT, "ids", Shape.of(i));
    private final Map<String, double[]> values = Map.of(
            "x", new double[] {10, 20, 30, 40},
            "a", new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
            "ids", new double[] {2, 0, 2, 1});

    private double[] value(Node node) {
        return new Interpreter(Map.of(n, 4), values).evaluate(node);
    }

    private static Index.Affine affine(Map<Axis, Integer> terms, int offset, int divisor) {
        return new Index.Affine(terms, SizeSum.of(offset), divisor);
    }

    @Test
    void positionsCountFromZero() {
        assertThat(value(dag.position(k))).containsExactly(0, 1, 2);
    }

    @Test
    void derivedSizesFollowFromUnboundOnes() {
        Axis windows = Axis.of(Dim.anonymous(SizeSum.of(n).times(2).plus(-3), 2));
        assertThat(value(dag.size(windows))).containsExactly(2);
        Axis none = Axis.of(Dim.anonymous(SizeSum.of(n).plus(-9), 2));
        assertThat(value(dag.reduce(Reduction.SUM, List.of(none), dag.position(none))))
                .containsExactly(0);
    }

    @Test
    void accessesAtAffineIndicesAreZeroOutside() {
        assertThat(value(dag.access(x, Map.of(i, affine(Map.of(i, 1), -1, 1)), List.of(), false)))
                .containsExactly(0, 10, 20, 30);
        assertThat(value(dag.access(x, Map.of(i, affine(Map.of(k, 2), -1, 1)), List.of(), false)))
                .containsExactly(0, 20, 40);
    }

    /** Where the divisor does not divide there is no element: what a stride skips. */
    @Test
    void accessesWithDivisorsSkip() {
        Axis p = Axis.of(Dim.fixed("p", 7));
        assertThat(value(dag.access(x, Map.of(i, affine(Map.of(p, 1), -2, 2)), List.of(), false)))
                .containsExactly(0, 0, 10, 0, 20, 0, 30);
    }

    @Test
    void accessesReverseAndTakeDiagonals() {
        Index backwards = new Index.Affine(Map.of(i, -1), SizeSum.of(n).plus(-1), 1);
        assertThat(value(dag.access(x, Map.of(i, backwards), List.of(), true))).containsExactly(40, 30, 20, 10);
        assertThat(value(dag.access(a, Map.of(i, Index.of(k)), List.of(), true)))
                .containsExactly(1, 5, 9);
    }

    @Test
    void renamedAxesAlignDifferently() {
        Node table = dag.sub(x, dag.rename(x, Map.of(i, j)));
        assertThat(table.shape()).isEqualTo(Shape.of(i, j));
        assertThat(value(table)).containsExactly(0, -10, -20, -30, 10, 0, -10, -20, 20, 10, 0, -10, 30, 20, 10, 0);
    }

    /** A number is uniform along an axis, but 0 outside of it. */
    @Test
    void accessesAlongAxesThatTheArrayLacks() {
        assertThat(value(dag.access(dag.constant(5), Map.of(i, affine(Map.of(k, 2), 1, 1)), List.of(), false)))
                .containsExactly(5, 5, 0);
    }

    @Test
    void gathersReadAtComputedIndices() {
        assertThat(value(dag.access(a, Map.of(k, new Index.Computed(1)), List.of(ids), true)))
                .containsExactly(3, 4, 9, 11);
        Node rows = dag.access(a, Map.of(i, new Index.Computed(1)), List.of(dag.position(j)), true);
        assertThat(rows.shape()).isEqualTo(Shape.of(j, k));
        assertThat(value(rows)).containsExactly(values.get("a"));
    }

    @Test
    void computedIndicesOutOfRangeAreErrors() {
        Node gather = dag.access(x, Map.of(i, new Index.Computed(1)), List.of(dag.add(ids, dag.constant(2))), true);
        assertThatThrownBy(() -> value(gather))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("index 4.0 of 4");
    }

    @Test
    void scattersSumWhatMeets() {
        Node sums = dag.scatter(x, List.of(k), List.of(ids), List.of(i));
        assertThat(value(sums)).containsExactly(20, 40, 40);
        Axis column = new Axis("column", k.dim());
        Node rows = dag.scatter(a, List.of(column), List.of(ids), List.of(i));
        assertThat(rows.shape()).isEqualTo(Shape.of(column, k));
        assertThat(value(rows)).containsExactly(4, 5, 6, 10, 11, 12, 8, 10, 12);
        assertThat(value(dag.scatter(dag.constant(2), List.of(column), List.of(ids), List.of(i, k))))
                .containsExactly(6, 6, 12);
    }

    @Test
    void reshapesKeepTheOrderOfElements() {
        Axis flat = Axis.of(Dim.anonymous(SizeSum.of(n).times(3), 1));
        Node vector = dag.reshape(a, List.of(i, k), List.of(flat));
        assertThat(value(vector)).containsExactly(values.get("a"));
        assertThat(value(dag.reshape(a, List.of(k, i), List.of(flat))))
                .containsExactly(1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12);
        Node uniform = dag.reshape(x, List.of(k, i), List.of(flat));
        assertThat(value(uniform)).containsExactly(10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 30, 40);
    }

    @Test
    void callsGiveSeveralResults() {
        Variable p = dag.variable(Role.FORMAL, "p", Shape.of(i));
        Variable q = dag.variable(Role.FORMAL, "q", Shape.of(i));
        Lambda f = new Lambda(
                "f", List.of(p, q), List.of(dag.sub(p, q), dag.reduce(Reduction.SUM, List.of(i), dag.mul(p, q))));
        Call call = dag.call(f, List.of(x, dag.constant(2)));
        assertThat(value(dag.result(call, 0))).containsExactly(8, 18, 28, 38);
        assertThat(value(dag.result(call, 1))).containsExactly(200);
    }

    /** h' = h/2 + x, from 8; emits h·x. A carry over an axis, of which the initial value knows nothing. */
    @Test
    void scansCarryFromStepToStep() {
        Variable h = dag.variable(Role.FORMAL, "h", Shape.of(k));
        Variable s = dag.variable(Role.FORMAL, "s", Shape.SCALAR);
        Variable c = dag.variable(Role.FORMAL, "c", Shape.SCALAR);
        Node next = dag.add(dag.add(dag.div(h, c), s), dag.position(k));
        Lambda step = new Lambda("step", List.of(h, s, c), List.of(next, dag.mul(c, s)));
        List<Node> operands = List.of(dag.constant(8), x, dag.constant(2));
        Scan forward = dag.scan(i, false, 1, 1, step, operands);
        // 8 -> 4 + 10 -> 7 + 20 -> 13.5 + 30 -> 21.75 + 40; position k adds k·(1, 1.5, 1.75, 1.875).
        assertThat(value(dag.result(forward, forward.last(0)))).containsExactly(61.75, 63.625, 65.5);
        assertThat(value(dag.result(forward, forward.before(0))))
                .containsExactly(8, 8, 8, 14, 15, 16, 27, 28.5, 30, 43.5, 45.25, 47);
        assertThat(value(dag.result(forward, forward.emitted(0)))).containsExactly(20, 40, 60, 80);
        Scan reverse = dag.scan(i, true, 1, 1, step, operands);
        // 8 -> 44 -> 52 -> 46 -> 33.
        assertThat(value(dag.result(reverse, reverse.last(0)))).containsExactly(33, 34.875, 36.75);
        assertThat(value(dag.result(reverse, reverse.before(0))))
                .containsExactly(46, 47.75, 49.5, 52, 53.5, 55, 44, 45, 46, 8, 8, 8);
    }

    @Test
    void scansOverNothingKeepTheirState() {
        Variable h = dag.variable(Role.FORMAL, "h", Shape.SCALAR);
        Lambda step = new Lambda("step", List.of(h), List.of(dag.exp(h), h));
        Scan scan = dag.scan(i, false, 1, 0, step, List.of(dag.constant(3)));
        Interpreter nothing = new Interpreter(Map.of(n, 0), Map.of());
        assertThat(nothing.evaluate(dag.result(scan, 0))).containsExactly(3);
        assertThat(nothing.evaluate(dag.result(scan, 2))).isEmpty();
    }

    /** A sum over windows of three: a convolution is a sum of products with an access. */
    @Test
    void convolutionsAreSumsOfProducts() {
        Axis out =
                Axis.of(Dim.anonymous(SizeSum.of(n).minus(SizeSum.of(k.dim())).plus(1), 1));
        Map<Axis, Integer> terms = new LinkedHashMap<>();
        terms.put(out, 1);
        terms.put(k, 1);
        Node window = dag.access(x, Map.of(i, affine(terms, 0, 1)), List.of(), true);
        Node product = dag.mul(window, dag.add(dag.constant(1), dag.position(k)));
        assertThat(value(dag.reduce(Reduction.SUM, List.of(k), product))).containsExactly(140, 200);
    }
}
