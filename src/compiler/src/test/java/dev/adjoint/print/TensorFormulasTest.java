package dev.adjoint.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.adjoint.expr.Axis;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions over tensors as text, for the terminal, and as LaTeX. */
final class TensorFormulasTest {
    private static final int WIDE = 200;
    private static final Dag DAG = new Dag();
    private static final Axis N = Axis.of(Dim.unbound("n"));
    private static final Axis K = Axis.of(Dim.fixed("k", 6));
    private static final Axis U = Axis.of(Dim.fixed("u", 4));
    private static final Axis THREE = Axis.of(Dim.fixed("3", 3));
    private static final Axis I = new Axis("i", K.dim());
    private static final Axis R = new Axis("r", THREE.dim());
    private static final Variable X = data("x", N, K);
    private static final Variable IDS = data("ids", N);
    private static final Variable DELTA = data("delta", N, U);
    private static final Variable W = parameter("W", K, U);
    private static final Variable V = parameter("v", K);
    private static final Variable B = parameter("b", U);
    private static final Variable H = parameter("h", THREE);
    private static final Node ZERO = DAG.constant(0);

    private static Variable data(String name, Axis... axes) {
        return DAG.variable(Role.INPUT, name, Shape.of(axes));
    }

    private static Variable parameter(String name, Axis... axes) {
        return DAG.variable(Role.PARAMETER, name, Shape.of(axes));
    }

    private static Variable formal(String name, Axis... axes) {
        return DAG.variable(Role.FORMAL, name, Shape.of(axes));
    }

    private static Node sum(Node body, Axis... axes) {
        return DAG.reduce(Reduction.SUM, List.of(axes), body);
    }

    private static Node at(Node array, Axis axis, Map<Axis, Integer> terms, int offset, int divisor) {
        Index index = new Index.Affine(terms, SizeSum.of(offset), divisor);
        return DAG.access(array, Map.of(axis, index), List.of(), false);
    }

    private static Node total(Node array, Axis axis, Index index) {
        return DAG.access(array, Map.of(axis, index), List.of(), true);
    }

    private static Node window() {
        Map<Axis, Integer> terms = new LinkedHashMap<>();
        terms.put(I, 2);
        terms.put(R, 1);
        return at(X, K, terms, -1, 1);
    }

    static Stream<Arguments> formulas() {
        Index backwards = new Index.Affine(Map.of(N, -1), SizeSum.of(N.dim()).plus(-1), 1);
        Node gather = DAG.access(W, Map.of(K, new Index.Computed(1)), List.of(IDS), true);
        return Stream.of(
                // Elements.
                arguments(DAG.rename(X, Map.of(K, I)), "x[n, i]", "x[n, i]", "{x}_{n, i}"),
                arguments(total(X, K, Index.of(SizeSum.of(2))), "x[n, 2]", "x[n, 2]", "{x}_{n, 2}"),
                arguments(
                        window(),
                        "x[n, 2*i + r - 1 else 0]",
                        "x[n, 2i + r − 1 else 0]",
                        "{x}_{n, 2 \\, i + r - 1 \\text{ else } 0}"),
                arguments(total(X, N, backwards), "x[size(n) - n - 1, k]", "x[|n| − n − 1, k]", null),
                arguments(at(V, K, Map.of(I, 1), -1, 2), "v[(i - 1)/2 else 0]", "v[(i − 1)/2 else 0]", null),
                arguments(
                        at(DAG.constant(2), K, Map.of(I, 1), 1, 1),
                        "if 0 <= i + 1 and i + 1 < k then 2 else 0",
                        "if 0 ≤ i + 1 ∧ i + 1 < |k| then 2 else 0",
                        null),
                arguments(gather, "W[ids, u]", "W[ids, u]", "{W}_{\\mathrm{ids}, u}"),
                arguments(
                        DAG.scatter(DELTA, List.of(K), List.of(IDS), List.of(N)),
                        "sum[n](if ids == position(k) then delta else 0)",
                        "Σₙ(if ids == position(k) then δ else 0)",
                        null),
                arguments(DAG.mul(V, DAG.position(K)), "v*position(k)", "v ⊙ position(k)", null),
                arguments(DAG.position(I), "i", "i", "i"),
                // Letters for axes without names.
                arguments(sum(DAG.mul(DAG.position(THREE), H), THREE), "sum[i](i*h[i])", "Σᵢ(i ⊙ h[i])", null),
                arguments(
                        sum(DAG.mul(window(), DAG.rename(H, Map.of(THREE, R))), R),
                        "sum[r](x[n, 2*i + r - 1 else 0]*h[r])",
                        "Σᵣ(x[n, 2i + r − 1 else 0]·h[r])",
                        null),
                // Matrices.
                arguments(sum(DAG.mul(W, X), K), "x @ W", "x W", "x \\, W"),
                arguments(sum(DAG.mul(W, V), K), "transpose(W) @ v", "Wᵀ v", "{W}^{\\top} \\, v"),
                arguments(sum(DAG.mul(W, B), U), "W @ b", "W b", "W \\, b"),
                arguments(sum(DAG.mul(X, DELTA), N), "transpose(x) @ delta", "xᵀ δ", "{x}^{\\top} \\, \\delta"),
                arguments(sum(DAG.mul(DELTA, W), U), "delta @ transpose(W)", "δ Wᵀ", "\\delta \\, {W}^{\\top}"),
                arguments(DAG.add(sum(DAG.mul(W, X), K), B), "x @ W + b", "x W + b", "x \\, W + b"),
                arguments(
                        DAG.mul(DAG.sin(DELTA), sum(DAG.mul(W, X), K)),
                        "sin(delta)*(x @ W)",
                        "sin(δ) ⊙ (x W)",
                        "\\sin\\left(\\delta\\right) \\odot \\left(x \\, W\\right)"),
                arguments(DAG.mul(DAG.constant(2), sum(DAG.mul(W, X), K)), "2*(x @ W)", "2·(x W)", null),
                arguments(sum(DAG.mul(DAG.sin(X), DAG.mul(X, W)), K), "sum[k](sin(x)*x*W)", null, null),
                arguments(DAG.mul(V, B), "b*v", "b vᵀ", "b \\, {v}^{\\top}"),
                arguments(
                        DAG.mul(DAG.sigmoid(V), DAG.sigmoid(DAG.mul(DAG.constant(-1), V))),
                        "sigmoid(v)*sigmoid(-v)",
                        "σ′(v)",
                        "\\sigma'\\left(v\\right)"),
                // Rearrangements and functions.
                arguments(
                        DAG.reshape(W, List.of(K, U), List.of(Axis.of(Dim.fixed("f", 24)))),
                        "reshape[f](W)",
                        "reshape[f](W)",
                        null),
                arguments(called(0), "block(v, 2)", "block(v, 2)", "\\operatorname{block}\\left(v, 2\\right)"),
                arguments(stepped(0), "scan[n, reverse](step.last_h(0, x))", null, null),
                arguments(stepped(1), "scan[n, reverse](step.before_h(0, x))", null, null),
                arguments(stepped(2), "scan[n, reverse](step.2(0, x))", null, null));
    }

    private static Node called(int result) {
        Variable p = formal("p", K);
        Variable q = formal("q", K);
        Lambda block = new Lambda("block", List.of(p, q), List.of(DAG.sin(DAG.mul(p, q))));
        return DAG.result(DAG.call(block, List.of(V, DAG.constant(2))), result);
    }

    private static Node stepped(int result) {
        Variable h = formal("h", K);
        Variable s = formal("s", K);
        Lambda step = new Lambda("step", List.of(h, s), List.of(DAG.add(h, s), DAG.exp(h)));
        Scan scan = DAG.scan(N, true, 1, 1, step, List.of(ZERO, X));
        return DAG.result(scan, result);
    }

    /** Where a notation adds nothing that is not tested elsewhere, nothing is expected. */
    @ParameterizedTest
    @MethodSource("formulas")
    void writesEveryForm(Node node, String text, String unicode, String latex) {
        Formulas formulas = new Formulas(Map.of());
        assertThat(formulas.line(node, WIDE, Notation.TEXT)).isEqualTo(text);
        if (unicode != null) {
            assertThat(formulas.line(node, WIDE, Notation.UNICODE)).isEqualTo(unicode);
        }
        if (latex != null) {
            assertThat(formulas.line(node, WIDE, Notation.LATEX)).isEqualTo(latex);
        }
    }

    @Test
    void functionsAreDefined() {
        Node twice = DAG.add(called(0), DAG.rename(called(0), Map.of(K, I)));
        FormulaSheet sheet = new Formulas(Map.of(called(0), "y")).sheet(Map.of("f", twice));
        assertThat(sheet.render(Notation.TEXT)).isEqualTo("""
                        f = y + y[i]
                        where
                          block(p, q) = sin(p*q)
                          y = block(v, 2)
                        """);
    }

    @Test
    void namesShowTheIndicesThatHaveLetters() {
        Node z = DAG.mul(X, H);
        Node total = sum(DAG.mul(z, DAG.position(THREE)), THREE);
        FormulaSheet sheet = new Formulas(Map.of(z, "z")).sheet(Map.of("f", total));
        assertThat(sheet.render(Notation.TEXT)).isEqualTo("""
                        f = sum[i](z[n, k, i]*i)
                        where
                          z[n, k, i] = x*h[i]
                        """);
    }
}
