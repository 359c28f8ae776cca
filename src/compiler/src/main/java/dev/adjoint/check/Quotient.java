package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.SizeSum;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A size as it is computed: {@code floor(numerator / divisor)}. Dims stand in it as long as it may turn out to be the size of
 * one of them: {@code t + 2 - 2} is {@code t}, and no other dim of that size.
 *
 * @param numerator as {@linkplain SizeSum#written written}
 * @param divisor at least 1
 */
record Quotient(SizeSum numerator, int divisor) {
    static Quotient of(SizeSum sum) {
        return new Quotient(sum, 1);
    }

    /** Its value if that is the same whatever the data; may be negative. */
    OptionalInt constant() {
        SizeSum folded = numerator.folded();
        return folded.isConstant() ? OptionalInt.of(Math.floorDiv(folded.constant(), divisor)) : OptionalInt.empty();
    }

    /** As a sum; an inner quotient is the size of a dim without a name. */
    SizeSum sum() {
        return divisor == 1 ? numerator.folded() : SizeSum.of(Dim.anonymous(numerator.folded(), divisor));
    }

    private SizeSum written() {
        return divisor == 1 ? numerator : sum();
    }

    /** The dim of that size: a declared one if the size is just that, else one without a name. */
    Dim dim() {
        Optional<Dim> written = divisor == 1 ? numerator.dim() : Optional.empty();
        return written.orElseGet(() -> Dim.anonymous(numerator.folded(), divisor));
    }

    Quotient plus(Quotient other) {
        if (divisor > 1 && other.divisor > 1) {
            return plus(of(other.written()));
        }
        SizeSum sum = numerator.times(other.divisor).plus(other.numerator.times(divisor));
        return new Quotient(sum, divisor * other.divisor);
    }

    Quotient negated() {
        return of(written().times(-1));
    }

    Quotient times(Quotient other) {
        return of(written().times(other.written()));
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
