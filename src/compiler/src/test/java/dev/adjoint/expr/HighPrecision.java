package dev.adjoint.expr;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Evaluates a scalar expression, or one with reductions over a single axis of inputs, with 100 decimal digits, from the
 * defining formulas of the operators and none of the code under test.
 *
 * <p>Outside a domain it throws {@link ArithmeticException}.
 */
public final class HighPrecision {
    public static final MathContext DIGITS = new MathContext(100);

    private final Map<String, List<BigDecimal>> variables;

    /** @param variables by name: one element for a scalar, several along the only axis */
    public HighPrecision(Map<String, List<BigDecimal>> variables) {
        this.variables = variables;
    }

    public BigDecimal evaluate(Node root, int index) {
        Map<Node, BigDecimal> values = new HashMap<>();
        for (Node node : Reachable.from(root)) {
            if (!(node instanceof Reduce) && feedsOnlyReductions(node, root)) {
                continue;
            }
            values.put(node, value(node, values, index));
        }
        return values.get(root);
    }

    /** Bodies of reductions are evaluated per index, by the reduction. */
    private static boolean feedsOnlyReductions(Node node, Node root) {
        return node != root && !node.shape().isScalar() && root.shape().isScalar();
    }

    private BigDecimal value(Node node, Map<Node, BigDecimal> values, int index) {
        if (node instanceof Constant constant) {
            return new BigDecimal(constant.value());
        }
        if (node instanceof Variable variable) {
            List<BigDecimal> elements = variables.get(variable.name());
            return elements.get(variable.shape().isScalar() ? 0 : index);
        }
        if (node instanceof Reduce reduce) {
            return reduced(reduce);
        }
        if (node instanceof Select) {
            return values.get(node.operand(0)).signum() != 0
                    ? values.get(node.operand(1))
                    : values.get(node.operand(2));
        }
        BigDecimal[] x = node.operands().stream()
                .map(operand -> values.containsKey(operand) ? values.get(operand) : evaluate(operand, index))
                .toArray(BigDecimal[]::new);
        return apply(((Apply) node).primitive(), x);
    }

    private BigDecimal reduced(Reduce reduce) {
        int count = variables.values().stream().mapToInt(List::size).max().orElseThrow();
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < count; i++) {
            BigDecimal element = evaluate(reduce.body(), i);
            sum = sum.add(reduce.reduction() == Reduction.LOGSUMEXP ? exp(element) : element, DIGITS);
        }
        return switch (reduce.reduction()) {
            case SUM -> sum;
            case LOGSUMEXP -> log(sum);
            default -> throw new IllegalArgumentException("not defined here: " + reduce);
        };
    }

    private static BigDecimal apply(Primitive primitive, BigDecimal[] x) {
        BigDecimal a = x[0];
        BigDecimal one = BigDecimal.ONE;
        return switch (primitive) {
            case ADD -> Arrays.stream(x).reduce(BigDecimal.ZERO, (p, q) -> p.add(q, DIGITS));
            case MUL -> Arrays.stream(x).reduce(one, (p, q) -> p.multiply(q, DIGITS));
            case SUB -> a.subtract(x[1], DIGITS);
            case DIV -> a.divide(x[1], DIGITS);
            case NEG -> a.negate();
            case POW -> power(a, x[1]);
            case EXP -> exp(a);
            case EXPM1 -> exp(a).subtract(one, DIGITS);
            case LOG -> log(a);
            case LOG1P -> log(one.add(a, DIGITS));
            case SQRT -> BigDecimalMath.sqrt(a, DIGITS);
            case SOFTPLUS -> log(one.add(exp(a), DIGITS));
            case SIGMOID -> one.divide(one.add(exp(a.negate()), DIGITS), DIGITS);
            case LOG1MEXP -> log(one.subtract(exp(a), DIGITS));
            case LOGADDEXP -> log(exp(a).add(exp(x[1]), DIGITS));
            case SIN -> BigDecimalMath.sin(a, DIGITS);
            case COS -> BigDecimalMath.cos(a, DIGITS);
            case TAN -> BigDecimalMath.tan(a, DIGITS);
            case ASIN -> BigDecimalMath.asin(a, DIGITS);
            case ACOS -> BigDecimalMath.acos(a, DIGITS);
            case ATAN -> BigDecimalMath.atan(a, DIGITS);
            case SINH -> exp(a).subtract(exp(a.negate()), DIGITS).divide(BigDecimal.valueOf(2), DIGITS);
            case COSH -> exp(a).add(exp(a.negate()), DIGITS).divide(BigDecimal.valueOf(2), DIGITS);
            case TANH ->
                one.subtract(BigDecimal.valueOf(2).divide(exp(a.add(a, DIGITS)).add(one, DIGITS), DIGITS), DIGITS);
            case ERF -> erf(a);
            case ERFC -> one.subtract(erf(a), DIGITS);
            case ABS -> a.abs();
            case STOP_GRADIENT -> a;
            case RANDOM -> random(a.longValueExact(), x[1].longValueExact());
            case SIGN -> BigDecimal.valueOf(a.signum());
            case MAX -> a.max(x[1]);
            case MIN -> a.min(x[1]);
            case LT -> truth(a.compareTo(x[1]) < 0);
            case LE -> truth(a.compareTo(x[1]) <= 0);
            case GT -> truth(a.compareTo(x[1]) > 0);
            case GE -> truth(a.compareTo(x[1]) >= 0);
            case EQ -> truth(a.compareTo(x[1]) == 0);
            case NE -> truth(a.compareTo(x[1]) != 0);
            case AND -> truth(a.signum() != 0 && x[1].signum() != 0);
            case OR -> truth(a.signum() != 0 || x[1].signum() != 0);
            case NOT -> truth(a.signum() == 0);
        };
    }

    /** What the JDK's own generator draws after {@code index} others, seeded by what another draws after {@code key}. */
    private static BigDecimal random(long key, long index) {
        SplittableRandom keys = new SplittableRandom(0);
        keys.longs(key).forEach(ignored -> {});
        SplittableRandom numbers = new SplittableRandom(keys.nextLong());
        numbers.longs(index).forEach(ignored -> {});
        return BigDecimal.valueOf(numbers.nextLong() >>> 11)
                .multiply(BigDecimal.valueOf(2).pow(-53, DIGITS));
    }

    private static BigDecimal truth(boolean value) {
        return value ? BigDecimal.ONE : BigDecimal.ZERO;
    }

    private static BigDecimal exp(BigDecimal a) {
        return BigDecimalMath.exp(a, DIGITS);
    }

    private static BigDecimal log(BigDecimal a) {
        return BigDecimalMath.log(a, DIGITS);
    }

    private static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        boolean integer = exponent.stripTrailingZeros().scale() <= 0;
        return integer
                ? BigDecimalMath.pow(base, exponent.longValueExact(), DIGITS)
                : exp(exponent.multiply(log(base), DIGITS));
    }

    /** Below 12 by Maclaurin's series, whose terms grow to e^(x²) ~ 1e63; beyond by the continued fraction of erfc. */
    private static BigDecimal erf(BigDecimal x) {
        if (x.abs().compareTo(BigDecimal.valueOf(12)) >= 0) {
            BigDecimal tail = erfcTail(x.abs());
            return BigDecimal.ONE.subtract(tail, DIGITS).multiply(BigDecimal.valueOf(x.signum()));
        }
        MathContext working = new MathContext(DIGITS.getPrecision() + 70);
        BigDecimal square = x.multiply(x, working);
        BigDecimal term = x;
        BigDecimal sum = x;
        for (int n = 1; term.abs().compareTo(BigDecimal.ONE.movePointLeft(working.getPrecision())) > 0; n++) {
            term = term.multiply(square, working).divide(BigDecimal.valueOf(-n), working);
            sum = sum.add(term.divide(BigDecimal.valueOf(2L * n + 1), working), working);
        }
        BigDecimal scale = BigDecimal.valueOf(2).divide(rootOfPi(), DIGITS);
        return sum.multiply(scale, DIGITS);
    }

    /** e^(-x²)/(x·√π) / (1 + q/(1 + 2q/(1 + 3q/...))) with q = 1/(2x²); 2,000 levels settle 100 digits for x >= 12. */
    private static BigDecimal erfcTail(BigDecimal x) {
        BigDecimal square = x.multiply(x, DIGITS);
        BigDecimal q = BigDecimal.ONE.divide(square.add(square), DIGITS);
        BigDecimal fraction = BigDecimal.ONE;
        for (int level = 2_000; level >= 1; level--) {
            fraction = BigDecimal.ONE.add(q.multiply(BigDecimal.valueOf(level)).divide(fraction, DIGITS), DIGITS);
        }
        return exp(square.negate()).divide(x.multiply(rootOfPi(), DIGITS).multiply(fraction, DIGITS), DIGITS);
    }

    private static BigDecimal rootOfPi() {
        return BigDecimalMath.sqrt(BigDecimalMath.pi(DIGITS), DIGITS);
    }
}
