package dev.adjoint.expr;

import dev.adjoint.runtime.SpecialFunctions;
import java.util.function.DoubleBinaryOperator;

/**
 * The reductions, one row each: how it starts, how it combines, what it makes of equal elements, and its partial.
 *
 * <p>Ties of {@code max} and {@code min} share the derivative equally.
 */
public enum Reduction {
    SUM("sum", 0, Double::sum, Dag::mul, (d, self) -> d.constant(1)),
    PROD("prod", 1, (a, b) -> a * b, Dag::pow, Reduction::productOfOthers),
    MAX("max", Double.NEGATIVE_INFINITY, Math::max, (d, x, n) -> x, Reduction::shareOfTie),
    MIN("min", Double.POSITIVE_INFINITY, Math::min, (d, x, n) -> x, Reduction::shareOfTie),
    /** {@code log(sum(exp(body)))} without overflow. */
    LOGSUMEXP(
            "logsumexp",
            Double.NEGATIVE_INFINITY,
            SpecialFunctions::logAddExp,
            (d, x, n) -> d.add(x, d.log(n)),
            (d, self) -> d.exp(d.sub(self.body(), self)));

    private final String symbol;
    private final double start;
    private final DoubleBinaryOperator combine;
    private final OfEqual ofEqual;
    private final Partial partial;

    Reduction(String symbol, double start, DoubleBinaryOperator combine, OfEqual ofEqual, Partial partial) {
        this.symbol = symbol;
        this.start = start;
        this.combine = combine;
        this.ofEqual = ofEqual;
        this.partial = partial;
    }

    /** Its name in text. */
    public String symbol() {
        return symbol;
    }

    /** The value over no elements. */
    public double start() {
        return start;
    }

    public double combine(double a, double b) {
        return combine.applyAsDouble(a, b);
    }

    /** The reduction of {@code count} elements that all equal {@code element}. */
    Node ofEqual(Dag dag, Node element, Node count) {
        return ofEqual.of(dag, element, count);
    }

    /** The derivative of {@code reduce} with respect to an element of its body: a node over axes of the body. */
    public Node partial(Dag dag, Reduce reduce) {
        return partial.of(dag, reduce);
    }

    /**
     * The quotient by the element where that is not zero. Where it is, the product over the others: zero if another is
     * zero too, else the product of all that are not.
     */
    private static Node productOfOthers(Dag d, Reduce self) {
        Node body = self.body();
        Node zero = d.constant(0);
        Node one = d.constant(1);
        Node isZero = d.eq(body, zero);
        Node zeros = d.reduce(SUM, self.axes(), d.select(isZero, one, zero));
        Node rest = d.reduce(PROD, self.axes(), d.select(isZero, one, body));
        Node atZero = d.select(d.eq(zeros, one), rest, zero);
        return d.select(isZero, atZero, d.div(self, body));
    }

    private static Node shareOfTie(Dag d, Reduce self) {
        Node attained = d.eq(self.body(), self);
        Node ties = d.reduce(SUM, self.axes(), d.select(attained, d.constant(1), d.constant(0)));
        return d.select(attained, d.div(d.constant(1), ties), d.constant(0));
    }

    private interface OfEqual {
        Node of(Dag dag, Node element, Node count);
    }

    private interface Partial {
        Node of(Dag dag, Reduce self);
    }
}
