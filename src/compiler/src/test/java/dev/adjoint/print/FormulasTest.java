package dev.adjoint.print;

import static dev.adjoint.expr.Primitive.ABS;
import static dev.adjoint.expr.Primitive.ADD;
import static dev.adjoint.expr.Primitive.AND;
import static dev.adjoint.expr.Primitive.GE;
import static dev.adjoint.expr.Primitive.LOG1P;
import static dev.adjoint.expr.Primitive.LOGADDEXP;
import static dev.adjoint.expr.Primitive.MAX;
import static dev.adjoint.expr.Primitive.MUL;
import static dev.adjoint.expr.Primitive.NE;
import static dev.adjoint.expr.Primitive.NOT;
import static dev.adjoint.expr.Primitive.OR;
import static dev.adjoint.expr.Primitive.SOFTPLUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FormulasTest {
    private static final int WIDE = 200;
    private static final Dag DAG = new Dag();
    private static final Axis N = Axis.of(Dim.unbound("n"));
    private static final Axis BATCH = Axis.of(Dim.unbound("batch"));
    private static final Node X = data("x", N);
    private static final Node Y = data("y", N);
    private static final Node Z = data("z", N, BATCH);
    private static final Node A = parameter("a");
    private static final Node B = parameter("b");
    private static final Node C = parameter("c");
    private static final Node W11 = parameter("w11");
    private static final Node ALPHA = parameter("alpha");
    private static final Node YHAT = DAG.add(DAG.mul(A, X), B);
    private static final Formulas FORMULAS = new Formulas(Map.of(YHAT, "yhat"));

    private static Node data(String name, Axis... axes) {
        return DAG.variable(Role.INPUT, name, Shape.of(axes));
    }

    private static Node parameter(String name) {
        return DAG.variable(Role.PARAMETER, name, Shape.SCALAR);
    }

    private static Node k(double value) {
        return DAG.constant(value);
    }

    private static Node add(Node... parts) {
        return DAG.apply(ADD, parts);
    }

    private static Node mul(Node... parts) {
        return DAG.apply(MUL, parts);
    }

    private static Node pow(Node base, double exponent) {
        return DAG.pow(base, k(exponent));
    }

    private static Node sum(Node body, Axis... axes) {
        return DAG.reduce(Reduction.SUM, List.of(axes), body);
    }

    private static Node call(Primitive primitive, Node... operands) {
        return DAG.apply(primitive, operands);
    }

    static Stream<Arguments> formulas() {
        Node perN = pow(DAG.size(N), -1);
        Node residual = add(YHAT, mul(k(-1), Y));
        return Stream.of(
                // Sums and signs.
                arguments(add(A, mul(k(-1), B)), "a - b", "a − b", "a - b"),
                arguments(add(mul(k(-1), A), B), "b - a", "b − a", "b - a"),
                arguments(add(mul(k(-1), A), mul(k(-2), B)), "-a - 2*b", "−a − 2b", "-a - 2 \\, b"),
                arguments(DAG.sub(A, DAG.sub(B, C)), "a - (b - c)", "a − (b − c)", "a - \\left(b - c\\right)"),
                arguments(DAG.sub(DAG.sub(A, B), C), "a - b - c", "a − b − c", "a - b - c"),
                arguments(add(A, DAG.add(B, C)), "a + b + c", "a + b + c", "a + b + c"),
                arguments(add(k(-1), pow(X, 2)), "x^2 - 1", "x² − 1", "x^{2} - 1"),
                arguments(add(k(1), DAG.exp(X)), "1 + exp(x)", "1 + exp(x)", "1 + e^{x}"),
                arguments(mul(k(-1), X), "-x", "−x", "-x"),
                arguments(DAG.sub(A, DAG.neg(B)), "a + b", "a + b", "a + b"),
                arguments(DAG.neg(add(A, B)), "-(a + b)", "−(a + b)", "-\\left(a + b\\right)"),
                arguments(mul(DAG.neg(A), DAG.neg(B), DAG.neg(C)), "-a*b*c", "−a·b·c", "-a \\, b \\, c"),
                // Products, quotients, powers.
                arguments(mul(k(2), pow(X, -1)), "2/x", "2/x", "\\frac{2}{x}"),
                arguments(DAG.div(A, mul(B, C)), "a/(b*c)", "a/(b·c)", "\\frac{a}{b \\, c}"),
                arguments(DAG.div(DAG.div(A, B), C), "a/(b*c)", "a/(b·c)", "\\frac{a}{b \\, c}"),
                arguments(DAG.div(A, DAG.div(B, C)), "a*c/b", "a·c/b", "\\frac{a \\, c}{b}"),
                arguments(mul(A, pow(B, -2)), "a/b^2", "a/b²", "\\frac{a}{b^{2}}"),
                arguments(pow(add(A, B), -1), "1/(a + b)", "1/(a + b)", "\\frac{1}{a + b}"),
                arguments(mul(k(0.5), X), "x/2", "x/2", "\\frac{x}{2}"),
                arguments(mul(k(-0.25), X, Y), "-x*y/4", "−x·y/4", "-\\frac{x \\, y}{4}"),
                arguments(mul(k(0.1), X), "0.1*x", "0.1x", "0.1 \\, x"),
                arguments(mul(k(1 / 3.0), X), "x/3", "x/3", "\\frac{x}{3}"),
                arguments(mul(k(2), add(A, B)), "2*(a + b)", "2(a + b)", "2 \\, \\left(a + b\\right)"),
                arguments(mul(k(2), DAG.sin(A)), "2*sin(a)", "2·sin(a)", "2 \\, \\sin\\left(a\\right)"),
                arguments(DAG.neg(pow(X, 2)), "-x^2", "−x²", "-x^{2}"),
                arguments(pow(DAG.neg(X), 2), "(-x)^2", "(−x)²", "\\left(-x\\right)^{2}"),
                arguments(pow(DAG.div(A, B), 2), "(a/b)^2", "(a/b)²", "\\left(\\frac{a}{b}\\right)^{2}"),
                arguments(pow(DAG.exp(A), 2), "exp(a)^2", "exp(a)²", "\\left(e^{a}\\right)^{2}"),
                arguments(DAG.pow(k(2), DAG.neg(X)), "2^-x", "2^(−x)", "2^{-x}"),
                arguments(DAG.pow(A, DAG.pow(B, C)), "a^b^c", "a^(b^c)", "a^{b^{c}}"),
                arguments(DAG.pow(DAG.pow(A, B), C), "(a^b)^c", "(a^b)^c", "\\left(a^{b}\\right)^{c}"),
                arguments(DAG.pow(A, mul(k(2), B)), "a^(2*b)", "a^(2b)", "a^{2 \\, b}"),
                arguments(pow(A, 0.5), "sqrt(a)", "√a", "\\sqrt{a}"),
                arguments(pow(add(A, B), -0.5), "1/sqrt(a + b)", "1/√(a + b)", "\\frac{1}{\\sqrt{a + b}}"),
                arguments(pow(A, 12), "a^12", "a¹²", "a^{12}"),
                // Numbers.
                arguments(mul(k(Math.PI), X), "pi*x", "π·x", "\\pi \\, x"),
                arguments(k(2 * Math.PI), "2*pi", "2π", "2 \\, \\pi"),
                arguments(k(-Math.PI / 2), "-pi/2", "−π/2", "-\\frac{\\pi}{2}"),
                arguments(mul(k(1e-7), X), "1e-7*x", "10⁻⁷·x", "10^{-7} \\, x"),
                arguments(k(1.5e20), "1.5e20", "1.5·10²⁰", "1.5 \\cdot 10^{20}"),
                arguments(
                        mul(k(2 / Math.sqrt(Math.PI)), DAG.exp(DAG.neg(pow(X, 2)))),
                        "2*exp(-x^2)/sqrt(pi)",
                        "2·exp(−x²)/√π",
                        "\\frac{2 \\, e^{-x^{2}}}{\\sqrt{\\pi}}"),
                // Functions.
                arguments(
                        call(SOFTPLUS, add(mul(W11, X), B)),
                        "softplus(w11*x + b)",
                        "softplus(w₁₁·x + b)",
                        "\\operatorname{softplus}\\left(w_{11} \\, x + b\\right)"),
                arguments(DAG.sigmoid(ALPHA), "sigmoid(alpha)", "σ(α)", "\\sigma\\left(\\alpha\\right)"),
                arguments(call(ABS, X), "abs(x)", "|x|", "\\left|x\\right|"),
                arguments(call(MAX, A, B), "max(a, b)", "max(a, b)", "\\max\\left(a, b\\right)"),
                arguments(
                        call(LOGADDEXP, A, k(0)),
                        "logaddexp(a, 0)",
                        "logaddexp(a, 0)",
                        "\\operatorname{logaddexp}\\left(a, 0\\right)"),
                arguments(call(LOG1P, DAG.neg(X)), "log1p(-x)", "log1p(−x)", "\\operatorname{log1p}\\left(-x\\right)"),
                // Reductions.
                arguments(sum(X, N), "sum[n](x)", "Σₙ(x)", "\\sum_{n}\\left(x\\right)"),
                arguments(
                        mul(perN, sum(pow(X, 2), N)),
                        "mean[n](x^2)",
                        "meanₙ(x²)",
                        "\\operatorname{mean}_{n}\\left(x^{2}\\right)"),
                arguments(
                        DAG.div(sum(X, N), DAG.size(N)),
                        "mean[n](x)",
                        "meanₙ(x)",
                        "\\operatorname{mean}_{n}\\left(x\\right)"),
                arguments(
                        mul(k(2), perN, sum(mul(residual, X), N)),
                        "2*mean[n]((yhat - y)*x)",
                        "2·meanₙ((ŷ − y)·x)",
                        "2 \\, \\operatorname{mean}_{n}\\left(\\left(\\hat{y} - y\\right) \\, x\\right)"),
                arguments(
                        mul(perN, pow(DAG.size(BATCH), -1), sum(Z, N, BATCH)),
                        "mean[n, batch](z)",
                        "mean[n, batch](z)",
                        "\\operatorname{mean}_{n, \\mathrm{batch}}\\left(z\\right)"),
                arguments(
                        mul(perN, sum(sum(Z, BATCH), N)),
                        "mean[n](sum[batch](z))",
                        "meanₙ(Σ[batch](z))",
                        "\\operatorname{mean}_{n}\\left(\\sum_{\\mathrm{batch}}\\left(z\\right)\\right)"),
                arguments(
                        mul(k(2), residual, perN),
                        "2*(yhat - y)/n",
                        "2(ŷ − y)/|n|",
                        "\\frac{2 \\, \\left(\\hat{y} - y\\right)}{\\left|n\\right|}"),
                arguments(
                        DAG.reduce(Reduction.LOGSUMEXP, List.of(N), X),
                        "logsumexp[n](x)",
                        "logsumexpₙ(x)",
                        "\\operatorname{logsumexp}_{n}\\left(x\\right)"),
                // Conditions.
                arguments(
                        mul(k(2), DAG.select(DAG.gt(X, k(0)), X, DAG.neg(X))),
                        "2*(if x > 0 then x else -x)",
                        "2·(if x > 0 then x else −x)",
                        "2 \\, \\left(\\begin{cases} x & \\text{if } x > 0 \\\\ -x & \\text{otherwise} \\end{cases}\\right)"),
                arguments(
                        DAG.select(DAG.gt(X, k(1)), k(1), DAG.select(DAG.lt(X, k(-1)), k(-1), X)),
                        "if x > 1 then 1 else if x < -1 then -1 else x",
                        "if x > 1 then 1 else if x < −1 then −1 else x",
                        "\\begin{cases} 1 & \\text{if } x > 1 \\\\ -1 & \\text{if } x < -1 \\\\ x & \\text{otherwise} \\end{cases}"),
                arguments(
                        call(OR, call(AND, call(GE, A, k(0)), call(NOT, DAG.eq(A, B))), call(NE, add(A, B), C)),
                        "a >= 0 and not (a == b) or a + b != c",
                        "a ≥ 0 ∧ ¬ (a == b) ∨ a + b ≠ c",
                        "a \\ge 0 \\land \\lnot \\left(a = b\\right) \\lor a + b \\ne c"),
                arguments(
                        call(AND, call(OR, DAG.truth(true), DAG.gt(A, B)), DAG.lt(A, C)),
                        "(true or a > b) and a < c",
                        "(true ∨ a > b) ∧ a < c",
                        "\\left(\\mathrm{true} \\lor a > b\\right) \\land a < c"));
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void writesEveryForm(Node node, String text, String unicode, String latex) {
        assertThat(FORMULAS.line(node, WIDE, Notation.TEXT)).isEqualTo(text);
        assertThat(FORMULAS.line(node, WIDE, Notation.UNICODE)).isEqualTo(unicode);
        assertThat(FORMULAS.line(node, WIDE, Notation.LATEX)).isEqualTo(latex);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "w            | w         | w",
                "w11          | w₁₁       | w_{11}",
                "yhat         | ŷ         | \\hat{y}",
                "y_hat2       | ŷ₂        | \\hat{y}_{2}",
                "what         | ŵ         | \\hat{w}",
                "hat          | hat       | \\mathrm{hat}",
                "loss         | loss      | \\mathrm{loss}",
                "learning_rate| learning_rate | \\mathrm{learning}_{\\mathrm{rate}}",
                "beta1        | β₁        | \\beta_{1}",
                "eta          | η         | \\eta",
                "Omega        | Ω         | \\Omega",
                "Eta          | Η         | \\mathrm{Eta}",
                "x_n          | xₙ        | x_{n}",
                "d_yhat       | d_ŷ       | d_{\\hat{y}}",
                "d_b2         | d_b₂      | d_{b_{2}}",
                "d loss/d w21 | ∂loss/∂w₂₁ | \\frac{\\partial \\mathrm{loss}}{\\partial w_{21}}",
                "d2 f/d x d y | ∂²f/∂x∂y  | \\frac{\\partial^{2} f}{\\partial x \\, \\partial y}",
            })
    void writesNames(String name, String unicode, String latex) {
        assertThat(Notation.TEXT.script().name(name)).isEqualTo(name);
        assertThat(Notation.UNICODE.script().name(name)).isEqualTo(unicode);
        assertThat(Notation.LATEX.script().name(name)).isEqualTo(latex);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "100, 100",
        "2.5e-3, 0.0025",
        "1e23, 1e23",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "2e-3, 0.002",
        "123456789012345, 123456789012345",
        "0.00001, 1e-5",
    })
    void numbersAreAsShortAsTheyCanBe(double value, String expected) {
        assertThat(Numbers.shortest(value)).isEqualTo(expected);
        assertThat(Double.parseDouble(expected)).isEqualTo(value);
    }

    @Test
    void sharedPartsAreNamedOnceInOrderOfDependence() {
        Node loss = mul(pow(DAG.size(N), -1), sum(pow(add(YHAT, mul(k(-1), Y)), 2), N));
        Node slope = mul(k(2), add(YHAT, mul(k(-1), Y)), DAG.sigmoid(add(mul(W11, X), C)));
        Map<String, Node> roots = new LinkedHashMap<>();
        roots.put("loss", loss);
        roots.put("d loss/d w11", mul(pow(DAG.size(N), -1), sum(mul(slope, X), N)));
        roots.put("d loss/d c", mul(pow(DAG.size(N), -1), sum(slope, N)));

        FormulaSheet sheet = FORMULAS.sheet(roots);

        assertThat(sheet.render(Notation.TEXT)).isEqualTo("""
                        loss         = mean[n]((yhat - y)^2)
                        d loss/d w11 = mean[n](t1*x)
                        d loss/d c   = mean[n](t1)
                        where
                          yhat = a*x + b
                          t1   = 2*(yhat - y)*sigmoid(w11*x + c)
                        """);
        assertThat(sheet.render(Notation.UNICODE)).isEqualTo("""
                        loss       = meanₙ((ŷ − y)²)
                        ∂loss/∂w₁₁ = meanₙ(t₁·x)
                        ∂loss/∂c   = meanₙ(t₁)
                        where
                          ŷ  = a·x + b
                          t₁ = 2(ŷ − y)·σ(w₁₁·x + c)
                        """);
        assertThat(sheet.render(Notation.LATEX)).isEqualTo("""
                        \\begin{aligned}
                        \\mathrm{loss} &= \\operatorname{mean}_{n}\\left(\\left(\\hat{y} - y\\right)^{2}\\right) \\\\
                        \\frac{\\partial \\mathrm{loss}}{\\partial w_{11}} &= \\operatorname{mean}_{n}\\left(t_{1} \\, x\\right) \\\\
                        \\frac{\\partial \\mathrm{loss}}{\\partial c} &= \\operatorname{mean}_{n}\\left(t_{1}\\right) \\\\
                        &\\text{where} \\\\
                        \\hat{y} &= a \\, x + b \\\\
                        t_{1} &= 2 \\, \\left(\\hat{y} - y\\right) \\, \\sigma\\left(w_{11} \\, x + c\\right)
                        \\end{aligned}
                        """);
    }

    @Test
    void aRootUnderItsOwnNameIsNotDefinedTwice() {
        FormulaSheet sheet = FORMULAS.sheet(Map.of("yhat", YHAT));
        assertThat(sheet.render(Notation.TEXT)).isEqualTo("yhat = a*x + b\n");
    }

    @Test
    void generatedNamesAvoidTheModels() {
        Node t1 = parameter("t1");
        Node shared = DAG.exp(add(t1, mul(A, X), B));
        FormulaSheet sheet = new Formulas(Map.of()).sheet(Map.of("f", mul(shared, DAG.log(shared))));
        assertThat(sheet.where(Notation.TEXT))
                .containsExactly(new FormulaSheet.Definition("t2", "exp(t1 + a*x + b)", false));
    }

    @Test
    void linesGiveUpInnerPartsFirst() {
        Node inner = DAG.exp(add(mul(A, X), B, DAG.sin(DAG.cos(DAG.sin(X)))));
        Node outer = DAG.log(DAG.sub(mul(inner, Y, DAG.exp(inner)), k(1)));
        assertThat(FORMULAS.line(outer, 100, Notation.TEXT))
                .isEqualTo("log(exp(a*x + b + sin(cos(sin(x))))*y*exp(exp(a*x + b + sin(cos(sin(x))))) - 1)");
        for (int width = 4; width < 80; width++) {
            assertThat(FORMULAS.line(outer, width, Notation.TEXT)).contains("…").hasSizeLessThanOrEqualTo(width);
        }
        assertThat(FORMULAS.line(outer, 30, Notation.TEXT)).startsWith("log(").endsWith(" - 1)");
    }
}
