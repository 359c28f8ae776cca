package dev.adjoint.rewrite;

import static dev.adjoint.rewrite.RuleKind.EXACT;
import static dev.adjoint.rewrite.RuleKind.REAL;
import static dev.adjoint.rewrite.RuleKind.STABILISE;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The rules, one row each. Left sides are written as on paper and matched in normal form; a test evaluates both sides of
 * every rule in high precision on generated operands, and in double precision where it is to be stable.
 *
 * <p>In rows, {@code x}, {@code y} stand for any expression and {@code k}, {@code c} for constants. Sources: M. Mächler,
 * "Accurately computing log(1 - exp(-|a|))", 2012, for the logarithms of exponentials; P. Blanchard, D. Higham,
 * N. Higham, "Accurately computing the log-sum-exp and softmax functions", 2021, for the softmax family.
 */
final class Rules {
    /** Longer sums of exponentials are left to a reduction: pair by pair would take time with the square of their length. */
    private static final int MOST_WRITTEN_OUT = 32;

    private static final Predicate<Match> ALWAYS = match -> true;

    private final Dag p = new Dag();
    private final Node x = p.variable(Role.PATTERN, "x", Shape.SCALAR);
    private final Node y = p.variable(Role.PATTERN, "y", Shape.SCALAR);
    private final Node z = p.variable(Role.PATTERN, "z", Shape.SCALAR);
    private final Node k = p.variable(Role.PATTERN, "k", Shape.SCALAR);
    private final Node c = p.variable(Role.PATTERN, "c", Shape.SCALAR);
    private final Axis i = Axis.of(Dim.unbound("i"));
    private final Node xi = p.variable(Role.PATTERN, "x", Shape.of(i));
    private final Node one = p.constant(1);
    private final NormalForm normal = new NormalForm(p, node -> true);
    private final List<Rule> all = new ArrayList<>();

    private static final Rules TABLE = new Rules();
    private static final Map<Object, List<Rule>> BY_OPERATION = byOperation();

    private Rules() {
        logarithms();
        softplusAndSigmoid();
        softmax();
        exponentials();
        powers();
        oddAndEven();
    }

    private void logarithms() {
        rule("log1p", STABILISE, p.log(p.add(one, x)), (d, m) -> d.apply(Primitive.LOG1P, m.get("x")));
        rule("expm1", STABILISE, p.sub(p.exp(x), one), (d, m) -> d.expm1(m.get("x")));
        rule("one-minus-exp", STABILISE, p.sub(one, p.exp(x)), (d, m) -> d.neg(d.expm1(m.get("x"))));
        rule("log1p-expm1", REAL, p.apply(Primitive.LOG1P, p.expm1(x)), (d, m) -> m.get("x"));
        rule("expm1-log1p", REAL, p.expm1(p.apply(Primitive.LOG1P, x)), (d, m) -> m.get("x"));
        rule("log-exp", STABILISE, p.log(p.exp(x)), (d, m) -> m.get("x"));
        rule("exp-log", REAL, p.exp(p.log(x)), (d, m) -> m.get("x"));
        rule(
                "exp-multiple-log",
                REAL,
                p.exp(p.mul(k, p.log(x))),
                m -> m.isConstant("k"),
                (d, m) -> d.pow(m.get("x"), m.get("k")));
        rule("log-sqrt", STABILISE, p.log(p.sqrt(x)), (d, m) -> d.mul(d.constant(0.5), d.log(m.get("x"))));
        rule("log-reciprocal", STABILISE, p.log(p.reciprocal(x)), (d, m) -> d.neg(d.log(m.get("x"))));
        rule("log1mexp", STABILISE, p.log(p.neg(p.expm1(x))), (d, m) -> d.apply(Primitive.LOG1MEXP, m.get("x")));
        rule(
                "log1p-minus-exp",
                STABILISE,
                p.apply(Primitive.LOG1P, p.neg(p.exp(x))),
                (d, m) -> d.apply(Primitive.LOG1MEXP, m.get("x")));
        rule(
                "one-minus-erf",
                STABILISE,
                p.sub(one, p.apply(Primitive.ERF, x)),
                (d, m) -> d.apply(Primitive.ERFC, m.get("x")));
        rule(
                "one-plus-erf",
                STABILISE,
                p.add(p.apply(Primitive.ERF, x), one),
                (d, m) -> d.apply(Primitive.ERFC, d.neg(m.get("x"))));
    }

    private void softplusAndSigmoid() {
        rule(
                "softplus",
                STABILISE,
                p.apply(Primitive.LOG1P, p.exp(x)),
                (d, m) -> d.apply(Primitive.SOFTPLUS, m.get("x")));
        rule(
                "sigmoid-power",
                STABILISE,
                p.pow(p.add(one, p.exp(x)), k),
                m -> m.isConstant("k") && m.constant("k") < 0,
                (d, m) -> d.pow(d.sigmoid(d.neg(m.get("x"))), d.neg(m.get("k"))));
        rule("exp-times-sigmoid", STABILISE, p.mul(p.sigmoid(p.neg(x)), p.exp(x)), (d, m) -> d.sigmoid(m.get("x")));
        rule(
                "exp-minus-times-sigmoid",
                STABILISE,
                p.mul(p.sigmoid(x), p.exp(p.neg(x))),
                (d, m) -> d.sigmoid(d.neg(m.get("x"))));
        rule(
                "exp-times-sigmoid-power",
                STABILISE,
                p.mul(p.pow(p.sigmoid(p.neg(x)), k), p.exp(x)),
                m -> m.isConstant("k") && m.constant("k") >= 2,
                (d, m) -> d.mul(
                        d.sigmoid(m.get("x")), d.pow(d.sigmoid(d.neg(m.get("x"))), d.constant(m.constant("k") - 1))));
        rule(
                "exp-minus-times-sigmoid-power",
                STABILISE,
                p.mul(p.pow(p.sigmoid(x), k), p.exp(p.neg(x))),
                m -> m.isConstant("k") && m.constant("k") >= 2,
                (d, m) -> d.mul(
                        d.sigmoid(d.neg(m.get("x"))), d.pow(d.sigmoid(m.get("x")), d.constant(m.constant("k") - 1))));
        rule("one-minus-sigmoid", STABILISE, p.sub(one, p.sigmoid(x)), (d, m) -> d.sigmoid(d.neg(m.get("x"))));
        rule(
                "log-sigmoid",
                STABILISE,
                p.log(p.sigmoid(x)),
                (d, m) -> d.neg(d.apply(Primitive.SOFTPLUS, d.neg(m.get("x")))));
        rule("odds", STABILISE, p.div(p.sigmoid(x), p.sigmoid(p.neg(x))), (d, m) -> d.exp(m.get("x")));
        rule(
                "softplus-minus-operand",
                STABILISE,
                p.sub(p.apply(Primitive.SOFTPLUS, x), x),
                (d, m) -> d.apply(Primitive.SOFTPLUS, d.neg(m.get("x"))));
        rule(
                "exp-softplus",
                REAL,
                p.exp(p.apply(Primitive.SOFTPLUS, x)),
                (d, m) -> d.add(d.constant(1), d.exp(m.get("x"))));
        rule(
                "exp-minus-softplus",
                STABILISE,
                p.exp(p.neg(p.apply(Primitive.SOFTPLUS, x))),
                (d, m) -> d.sigmoid(d.neg(m.get("x"))));
    }

    private void softmax() {
        rule(
                "logaddexp",
                STABILISE,
                p.log(p.add(p.exp(x), p.exp(y))),
                (d, m) -> d.apply(Primitive.LOGADDEXP, m.get("x"), m.get("y")));
        // These two only stop overflow: near log(1) a sum of exponentials and other terms is ill-conditioned as it is.
        rule(
                "logaddexp-in-sum",
                REAL,
                p.log(p.apply(Primitive.ADD, p.exp(x), p.exp(y), z)),
                m -> m.get("z").operands().size() <= MOST_WRITTEN_OUT,
                (d, m) -> d.log(d.add(d.exp(d.apply(Primitive.LOGADDEXP, m.get("x"), m.get("y"))), m.get("z"))));
        rule(
                "softplus-of-two",
                STABILISE,
                p.apply(Primitive.LOG1P, p.add(p.exp(x), p.exp(y))),
                (d, m) -> d.apply(Primitive.SOFTPLUS, d.apply(Primitive.LOGADDEXP, m.get("x"), m.get("y"))));
        rule(
                "softplus-in-sum",
                REAL,
                p.apply(Primitive.LOG1P, p.apply(Primitive.ADD, p.exp(x), p.exp(y), z)),
                m -> m.get("z").operands().size() <= MOST_WRITTEN_OUT,
                (d, m) -> d.apply(
                        Primitive.LOG1P,
                        d.add(d.exp(d.apply(Primitive.LOGADDEXP, m.get("x"), m.get("y"))), m.get("z"))));
        rule(
                "logaddexp-constant",
                STABILISE,
                p.log(p.add(k, p.exp(x))),
                m -> m.isConstant("k") && m.constant("k") > 0,
                (d, m) -> d.apply(Primitive.LOGADDEXP, m.get("x"), d.log(m.get("k"))));
        // As in a longer sum, these two only stop overflow.
        rule(
                "logaddexp-multiples",
                REAL,
                p.log(p.add(p.mul(k, p.exp(x)), c)),
                m -> isPositive(m, "k") && isPositive(m, "c"),
                (d, m) -> d.apply(Primitive.LOGADDEXP, d.add(m.get("x"), d.log(m.get("k"))), d.log(m.get("c"))));
        rule(
                "logaddexp-multiple",
                REAL,
                p.log(p.add(p.mul(k, p.exp(x)), p.exp(y))),
                m -> isPositive(m, "k"),
                (d, m) -> d.apply(Primitive.LOGADDEXP, d.add(m.get("x"), d.log(m.get("k"))), m.get("y")));
        rule(
                "softplus-multiple",
                STABILISE,
                p.apply(Primitive.LOG1P, p.mul(k, p.exp(x))),
                m -> isPositive(m, "k"),
                (d, m) -> d.apply(Primitive.SOFTPLUS, d.add(m.get("x"), d.log(m.get("k")))));
        rule(
                "logsumexp",
                STABILISE,
                p.log(p.reduce(Reduction.SUM, List.of(i), p.exp(xi))),
                (d, m) -> d.reduce(Reduction.LOGSUMEXP, m.axes(), m.get("x")));
        rule(
                "softmax",
                STABILISE,
                p.mul(p.pow(p.reduce(Reduction.SUM, List.of(i), p.exp(xi)), p.constant(-1)), p.exp(y)),
                m -> isSameOrRenamed(m.get("y"), m.get("x")),
                (d, m) -> d.exp(d.sub(m.get("y"), d.reduce(Reduction.LOGSUMEXP, m.axes(), m.get("x")))));
        rule(
                "softmax-of-two",
                STABILISE,
                p.mul(p.pow(p.add(p.exp(x), p.exp(y)), p.constant(-1)), p.exp(x)),
                (d, m) -> d.sigmoid(d.sub(m.get("x"), m.get("y"))));
        rule(
                "exp-minus-logaddexp",
                STABILISE,
                p.exp(p.sub(x, p.apply(Primitive.LOGADDEXP, x, y))),
                (d, m) -> d.sigmoid(d.sub(m.get("x"), m.get("y"))));
    }

    private static boolean isPositive(Match match, String name) {
        return match.isConstant(name) && match.constant(name) > 0;
    }

    /** Whether it is the other, perhaps with an axis under the name that an index variable gives it. */
    private static boolean isSameOrRenamed(Node node, Node other) {
        return node == other || node instanceof Access access && access.isRenaming() && access.array() == other;
    }

    private void exponentials() {
        rule("exp-sum", STABILISE, p.mul(p.exp(x), p.exp(y)), (d, m) -> d.exp(d.add(m.get("x"), m.get("y"))));
        rule(
                "exp-power",
                STABILISE,
                p.pow(p.exp(x), k),
                m -> m.isConstant("k"),
                (d, m) -> d.exp(d.mul(m.get("k"), m.get("x"))));
    }

    private void powers() {
        rule(
                "tanh-of-exponentials",
                STABILISE,
                p.div(p.sub(p.exp(x), p.exp(p.neg(x))), p.add(p.exp(x), p.exp(p.neg(x)))),
                (d, m) -> d.apply(Primitive.TANH, m.get("x")));
        rule(
                "tanh-of-half",
                STABILISE,
                p.mul(p.expm1(x), p.sigmoid(p.neg(x))),
                (d, m) -> d.apply(Primitive.TANH, d.mul(d.constant(0.5), m.get("x"))));
        rule(
                "even-power-abs",
                EXACT,
                p.pow(p.apply(Primitive.ABS, x), k),
                m -> m.isConstant("k") && m.constant("k") % 2 == 0,
                (d, m) -> d.pow(m.get("x"), m.get("k")));
        rule("sqrt-square", STABILISE, p.sqrt(p.pow(x, p.constant(2))), (d, m) -> d.apply(Primitive.ABS, m.get("x")));
        rule(
                "sin-square",
                STABILISE,
                p.sub(one, p.pow(p.cos(x), p.constant(2))),
                (d, m) -> d.pow(d.sin(m.get("x")), d.constant(2)));
        rule(
                "cos-minus-one",
                STABILISE,
                p.sub(p.cos(x), one),
                (d, m) -> d.mul(d.constant(-2), d.pow(d.sin(d.mul(d.constant(0.5), m.get("x"))), d.constant(2))));
        rule(
                "one-minus-cos",
                STABILISE,
                p.sub(one, p.cos(x)),
                (d, m) -> d.mul(d.constant(2), d.pow(d.sin(d.mul(d.constant(0.5), m.get("x"))), d.constant(2))));
        rule(
                "cosh-square",
                STABILISE,
                p.sub(one, p.pow(p.apply(Primitive.TANH, x), p.constant(2))),
                (d, m) -> d.pow(d.cosh(m.get("x")), d.constant(-2)));
    }

    private void oddAndEven() {
        for (Primitive odd : List.of(
                Primitive.SIN,
                Primitive.TAN,
                Primitive.ASIN,
                Primitive.ATAN,
                Primitive.SINH,
                Primitive.TANH,
                Primitive.ERF,
                Primitive.SIGN)) {
            rule("odd-" + odd.symbol(), REAL, p.apply(odd, p.neg(x)), (d, m) -> d.neg(d.apply(odd, m.get("x"))));
        }
        for (Primitive even : List.of(Primitive.COS, Primitive.COSH, Primitive.ABS)) {
            rule("even-" + even.symbol(), REAL, p.apply(even, p.neg(x)), (d, m) -> d.apply(even, m.get("x")));
        }
    }

    private void rule(String name, RuleKind kind, Node lhs, Rule.Replacement rhs) {
        rule(name, kind, lhs, ALWAYS, rhs);
    }

    private void rule(String name, RuleKind kind, Node lhs, Predicate<Match> guard, Rule.Replacement rhs) {
        all.add(new Rule(name, kind, normalised(lhs), guard, rhs));
    }

    /** Patterns are in normal form, as are the expressions they meet; variables come last in sums and products. */
    private Node normalised(Node lhs) {
        Map<Node, Node> done = new HashMap<>();
        for (Node node : Reachable.from(lhs)) {
            Node result =
                    normal.of(node, node.operands().stream().map(done::get).toList());
            if (result.is(Primitive.ADD) || result.is(Primitive.MUL)) {
                List<Node> operands = new ArrayList<>(result.operands());
                operands.sort(Comparator.comparing(Variable.class::isInstance));
                result = p.apply(((Apply) result).primitive(), operands);
            }
            done.put(node, result);
        }
        return done.get(lhs);
    }

    /** All rules, in the order in which they are tried. */
    static List<Rule> all() {
        return TABLE.all;
    }

    /** The rules that can match {@code node}: those of its operation. */
    static List<Rule> of(Node node) {
        return BY_OPERATION.getOrDefault(operation(node), List.of());
    }

    private static Map<Object, List<Rule>> byOperation() {
        return TABLE.all.stream().collect(Collectors.groupingBy(rule -> operation(rule.lhs())));
    }

    private static Object operation(Node node) {
        if (node instanceof Apply apply) {
            return apply.primitive();
        }
        return node instanceof Reduce reduce ? reduce.reduction() : node.getClass();
    }
}
