package dev.adjoint.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of expressions over tensors; that values stay the same is tested on random ones. */
class TensorSimplifyTest {
    private final Dag dag = new Dag();
    private final Axis n = Axis.of(Dim.unbound("n"));
    private final Axis k = Axis.of(Dim.fixed("k", 6));
    private final Axis u = Axis.of(Dim.fixed("u", 4));
    private final Axis i = new Axis("i", k.dim());
    private final Axis j = new Axis("j", k.dim());
    private final Axis r = new Axis("r", Dim.fixed("3", 3));
    private final Variable x = dag.variable(Role.INPUT, "x", Shape.of(n, k));
    private final Variable w = dag.variable(Role.PARAMETER, "W", Shape.of(k, u));
    private final Variable v = dag.variable(Role.PARAMETER, "v", Shape.of(k));
    private final Variable ids = dag.variable(Role.INPUT, "ids", Shape.of(n));
    private final Node zero = dag.constant(0);

    private Node simple(Node node) {
        return Simplify.of(dag, List.of(node)).get(node);
    }

    private static Index.Affine affine(Map<Axis, Integer> terms, int offset) {
        return new Index.Affine(terms, SizeSum.of(offset), 1);
    }

    private Node at(Node array, Axis axis, Index index) {
        return dag.access(array, Map.of(axis, index), List.of(), false);
    }

    @Test
    void accessesOfAccessesAreOne() {
        Node even = dag.access(v, Map.of(k, affine(Map.of(r, 2), 0)), List.of(), true);
        Axis s = new Axis("s", Dim.fixed("2", 2));
        Node composed = dag.access(even, Map.of(r, affine(Map.of(s, 1), 1)), List.of(), true);
        assertThat(simple(composed)).isSameAs(dag.access(v, Map.of(k, affine(Map.of(s, 2), 2)), List.of(), true));
        assertThat(simple(dag.rename(dag.rename(x, Map.of(k, i)), Map.of(i, k))))
                .isSameAs(x);
    }

    /** Outside of the outer there is 0, outside of the inner there is 0 too, but elsewhere. */
    @Test
    void accessesThatMayLieOutsideStayTwo() {
        Node shifted = at(v, k, affine(Map.of(k, 1), 1));
        Node back = at(shifted, k, affine(Map.of(k, 1), -1));
        assertThat(simple(back)).isSameAs(back);
    }

    @Test
    void whatIsInsideWhateverTheSizesIsTotal() {
        Access made = (Access) simple(at(v, k, affine(Map.of(r, 1, new Axis("o", u.dim()), 1), 0)));
        assertThat(made.isTotal()).isTrue();
        assertThat(simple(at(dag.constant(2), k, Index.of(i)))).isSameAs(dag.constant(2));
        assertThat(simple(at(zero, k, affine(Map.of(k, 1), 9)))).isSameAs(zero);
    }

    @Test
    void computedIndicesThatArePositionsAreAffine() {
        Node gather = dag.access(x, Map.of(k, new Index.Computed(1)), List.of(dag.position(i)), true);
        assertThat(simple(gather)).isSameAs(dag.rename(x, Map.of(k, i)));
    }

    @Test
    void renamingMovesIntoWhatNothingElseUses() {
        Node renamed = dag.rename(dag.sin(dag.mul(x, v)), Map.of(k, i));
        Node expected = dag.sin(dag.mul(dag.rename(v, Map.of(k, i)), dag.rename(x, Map.of(k, i))));
        assertThat(simple(renamed)).isSameAs(simple(expected));
        assertThat(simple(renamed).is(Primitive.SIN)).isTrue();
    }

    /** Windows read elements several times: what they are made of is not computed again for each. */
    @Test
    void windowsOfWhatIsComputedStayOutside() {
        Node windows = dag.access(dag.sin(v), Map.of(k, affine(Map.of(u, 1, r, 1), 0)), List.of(), true);
        assertThat(simple(windows)).isSameAs(windows);
    }

    @Test
    void sumsThatPickOneElementAreAccesses() {
        Node oneHot = dag.select(dag.eq(dag.position(k), dag.position(i)), x, zero);
        assertThat(simple(dag.reduce(Reduction.SUM, List.of(k), oneHot))).isSameAs(dag.rename(x, Map.of(k, i)));
        Node next = dag.add(dag.constant(1), dag.position(i));
        Node shifted = dag.mul(x, dag.select(dag.eq(next, dag.position(k)), dag.constant(1), zero));
        assertThat(simple(dag.reduce(Reduction.SUM, List.of(k), shifted)))
                .isSameAs(simple(at(x, k, affine(Map.of(i, 1), 1))));
        Node byLabel = dag.select(dag.eq(dag.position(k), ids), x, zero);
        assertThat(simple(dag.reduce(Reduction.SUM, List.of(k), byLabel))).isInstanceOf(Reduce.class);
    }

    /** sum[k](relu(x)[n, k]*w[k, u]) stays a product of two matrices; what may be infinite goes where it is not multiplied. */
    @Test
    void finiteFactorsWithAxesOfTheirOwnStayOutsideOfConditionals() {
        Node relu = dag.select(dag.gt(x, zero), x, zero);
        assertThat(simple(dag.mul(relu, w)).is(Primitive.MUL)).isTrue();
        assertThat(simple(dag.mul(relu, dag.reciprocal(w)))).isInstanceOf(Select.class);
    }

    @Test
    void sumsThatDifferInBoundNamesAreOne() {
        Node one = dag.reduce(Reduction.SUM, List.of(k), dag.mul(x, w));
        Node byIndex = dag.mul(dag.rename(x, Map.of(k, j)), dag.rename(w, Map.of(k, j)));
        assertThat(simple(dag.reduce(Reduction.SUM, List.of(j), byIndex))).isSameAs(simple(one));
        Node most = dag.reduce(Reduction.MAX, List.of(j), dag.rename(x, Map.of(k, j)));
        assertThat(simple(most)).isSameAs(dag.reduce(Reduction.MAX, List.of(k), x));
    }

    @Test
    void reshapesOfReshapesAreOne() {
        Axis flat = Axis.of(Dim.fixed("24", 24));
        Node there = dag.reshape(w, List.of(k, u), List.of(flat));
        Axis a = Axis.of(Dim.fixed("8", 8));
        assertThat(simple(dag.reshape(there, List.of(flat), List.of(a, r))))
                .isSameAs(dag.reshape(w, List.of(k, u), List.of(a, r)));
        assertThat(simple(dag.reshape(there, List.of(flat), List.of(k, u)))).isSameAs(w);
        assertThat(simple(dag.reduce(Reduction.SUM, List.of(flat), there)))
                .isSameAs(dag.reduce(Reduction.SUM, List.of(k, u), w));
        assertThat(simple(dag.reshape(v, List.of(k), List.of(Axis.of(Dim.fixed("6", 6))))))
                .isNotInstanceOf(Reshape.class);
    }

    @Test
    void scattersOfNothingAreNothing() {
        assertThat(simple(dag.scatter(dag.sub(x, x), List.of(u), List.of(ids), List.of(n))))
                .isSameAs(zero);
    }

    /** softmax by index: e^x[n, i] / sum[j](e^x[n, j]). */
    @Test
    void softmaxIsStableWhateverItsAxesAreCalled() {
        Node values = dag.mul(x, v);
        Node sum = dag.reduce(Reduction.SUM, List.of(j), dag.exp(dag.rename(values, Map.of(k, j))));
        Node softmax = simple(dag.div(dag.exp(dag.rename(values, Map.of(k, i))), sum));
        assertThat(softmax.is(Primitive.EXP)).isTrue();
        Node all = simple(dag.log(sum));
        assertThat(all).isInstanceOf(Reduce.class);
        assertThat(((Reduce) all).reduction()).isEqualTo(Reduction.LOGSUMEXP);
    }

    /** y[o] = sum[r](x[o + r]·h[r]): both adjoints are sums of products with accesses of variables. */
    @Test
    void theAdjointOfAConvolutionIsOne() {
        Variable h = dag.variable(Role.PARAMETER, "h", Shape.of(r, u));
        Axis o = new Axis("o", Dim.fixed("4", 4));
        Node windows = dag.access(x, Map.of(k, affine(Map.of(o, 1, r, 1), 0)), List.of(), true);
        Node y = dag.reduce(Reduction.SUM, List.of(r), dag.mul(windows, h));
        Variable d = dag.variable(Role.INPUT, "d", y.shape());
        Map<Node, Node> adjoints = Gradient.of(dag, Map.of(y, d), List.of(x, h));
        for (Node adjoint : Simplify.of(dag, adjoints.values()).values()) {
            assertThat(adjoint).isInstanceOf(Reduce.class);
            assertThat(adjoint.operand(0).is(Primitive.MUL)).isTrue();
            assertThat(adjoint.operand(0).operands())
                    .allMatch(f -> f instanceof Variable || f instanceof Access a && a.array() instanceof Variable);
        }
    }

    private final Variable p = dag.variable(Role.FORMAL, "p", Shape.of(k));
    private final Variable q = dag.variable(Role.FORMAL, "q", Shape.of(k));

    @Test
    void callsGiveAndTakeWhatIsNeeded() {
        Node written = dag.log(dag.add(dag.constant(1), dag.exp(p)));
        Lambda f = new Lambda("f", List.of(p, q), List.of(dag.mul(p, q), written, dag.size(k)));
        Node first = dag.result(dag.call(f, List.of(v, dag.constant(3))), 1);
        Node second = dag.result(dag.call(f, List.of(dag.sin(v), zero)), 1);
        Node root = dag.add(first, second);
        Result result = (Result) simple(root).operand(0);
        Lambda softplus = new Lambda("f", List.of(p), List.of(dag.apply(Primitive.SOFTPLUS, p)));
        assertThat(((Call) result.tuple()).lambda()).isEqualTo(softplus);
        assertThat(Reachable.from(simple(root)).stream().filter(Call.class::isInstance))
                .hasSize(2);
        assertThat(simple(dag.result(dag.call(f, List.of(v, v)), 2))).isSameAs(dag.size(k));
    }

    /** An argument that is 0 in every call disappears, and with it what it is multiplied by. */
    @Test
    void argumentsThatAreOneNumberMoveIntoTheBody() {
        Lambda f = new Lambda("f", List.of(p, q), List.of(dag.add(dag.sin(p), dag.mul(p, q))));
        Node call = dag.result(dag.call(f, List.of(v, zero)), 0);
        Call simple = (Call) ((Result) simple(call)).tuple();
        assertThat(simple.lambda()).isEqualTo(new Lambda("f", List.of(p), List.of(dag.sin(p))));
    }

    @Test
    void scansCarryWhatIsNeeded() {
        Lambda step = new Lambda("step", List.of(p, q), List.of(dag.sin(p), dag.add(p, q), dag.mul(p, p), dag.exp(q)));
        Scan scan = dag.scan(n, false, 2, 0, step, List.of(v, dag.constant(1)));
        Scan simple = (Scan) ((Result) simple(dag.result(scan, scan.emitted(0)))).tuple();
        assertThat(simple.carries()).isEqualTo(1);
        assertThat(simple.step()).isEqualTo(new Lambda("step", List.of(p), List.of(dag.sin(p), simple(dag.mul(p, p)))));
        Scan both = (Scan) ((Result) simple(dag.result(scan, scan.last(1)))).tuple();
        assertThat(both.step().results()).hasSize(2);
    }
}
