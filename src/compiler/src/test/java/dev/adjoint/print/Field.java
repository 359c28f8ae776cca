package dev.adjoint.print;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/**
 * Exact arithmetic modulo a prime, in which two expressions agree only if they are the same over the reals (but for a
 * chance of about 1e-18): how printed formulas are compared with what was printed, without rounding.
 *
 * <p>Functions are random functions, powers with other than small whole exponents are random functions of base and
 * exponent with {@code b^-e = 1/b^e}.
 */
final class Field {
    static final BigInteger PRIME = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);
    private static final BigInteger HALF_PRIME = PRIME.shiftRight(1);
    private static final BigInteger LARGEST_WHOLE_EXPONENT = BigInteger.valueOf(1000);
    private static final BigInteger HALF = divide(BigInteger.ONE, BigInteger.TWO);
    static final BigInteger PI = function("pi", List.of());

    private Field() {}

    static BigInteger decimal(String digits) {
        BigDecimal value = new BigDecimal(digits);
        BigInteger unscaled = value.unscaledValue().mod(PRIME);
        return unscaled.multiply(BigInteger.TEN.modPow(BigInteger.valueOf(-value.scale()), PRIME))
                .mod(PRIME);
    }

    static BigInteger add(BigInteger a, BigInteger b) {
        return a.add(b).mod(PRIME);
    }

    static BigInteger negate(BigInteger a) {
        return a.negate().mod(PRIME);
    }

    static BigInteger multiply(BigInteger a, BigInteger b) {
        return a.multiply(b).mod(PRIME);
    }

    static BigInteger divide(BigInteger a, BigInteger b) {
        return b.signum() == 0 ? BigInteger.ZERO : multiply(a, b.modInverse(PRIME));
    }

    static BigInteger power(BigInteger base, BigInteger exponent) {
        if (exponent.equals(HALF)) {
            return function("sqrt", List.of(base));
        }
        // Of e and -e, one lies in the lower half; b^-e = 1/b^e holds whichever that is.
        if (exponent.equals(negate(HALF)) || exponent.compareTo(HALF_PRIME) > 0) {
            return divide(BigInteger.ONE, power(base, negate(exponent)));
        }
        if (exponent.compareTo(LARGEST_WHOLE_EXPONENT) < 0) {
            return base.modPow(exponent, PRIME);
        }
        return function("pow", List.of(base, exponent));
    }

    /** A truth value for comparisons and logic, anything for functions. */
    static BigInteger function(String name, List<BigInteger> arguments) {
        long mixed = Objects.hash(name, arguments) * 0x9E3779B97F4A7C15L;
        for (BigInteger argument : arguments) {
            mixed = (mixed ^ argument.longValue()) * 0xBF58476D1CE4E5B9L;
            mixed ^= mixed >>> 29;
        }
        return BigInteger.valueOf(mixed).mod(PRIME);
    }

    static BigInteger truth(boolean value) {
        return value ? BigInteger.ONE : BigInteger.ZERO;
    }

    /** A comparison; its outcome is random but of the same operands always the same. */
    static BigInteger compare(String symbol, BigInteger a, BigInteger b) {
        return truth(function(symbol, List.of(a, b)).testBit(7));
    }
}
