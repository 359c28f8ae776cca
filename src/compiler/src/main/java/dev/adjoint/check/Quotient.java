package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.SizeSum;
import java.util.List;
import java.util.OptionalInt;

/**
 * A size as it is computed: {@code floor(numerator / divisor)}.
 *
 * @param divisor at least 1
 */
record Quotient(SizeSum numerator, int divisor) {
    static Quotient of(SizeSum sum) {
        return new Quotient(sum, 1);
    }

    /** Its value if that is the same whatever the data; may be negative. */
    OptionalInt constant() {
        return numerator.isConstant()
                ? OptionalInt.of(Math.floorDiv(numerator.constant(), divisor))
                : OptionalInt.empty();
    }

    /** As a sum; an inner quotient is the size of a dim without a name. */
    SizeSum sum() {
        return divisor == 1 ? numerator : SizeSum.of(Dim.anonymous(numerator, divisor));
    }

    /** The dim of that size: a declared one if the size is just that, else one without a name. */
    Dim dim() {
        if (divisor == 1 && numerator.constant() == 0 && numerator.terms().size() == 1) {
            List<Dim> dims = numerator.terms().keySet().iterator().next();
            if (dims.size() == 1 && numerator.terms().get(dims) == 1) {
                return dims.get(0);
            }
        }
        return Dim.anonymous(numerator, divisor);
    }

    Quotient plus(Quotient other) {
        if (divisor > 1 && other.divisor > 1) {
            return plus(of(other.sum()));
        }
        SizeSum sum = numerator.times(other.divisor).plus(other.numerator.times(divisor));
        return new Quotient(sum, divisor * other.divisor);
    }

    Quotient negated() {
        return of(sum().times(-1));
    }

    Quotient times(Quotient other) {
        return of(sum().times(other.sum()));
    }

    /** @param by at least 1 */
    Quotient dividedBy(int by) {
        return new Quotient(numerator, Math.multiplyExact(divisor, by));
    }

    @Override
    public String toString() {
        return divisor == 1 ? numerator.toString() : "(" + numerator + ")/" + divisor;
    }
}
