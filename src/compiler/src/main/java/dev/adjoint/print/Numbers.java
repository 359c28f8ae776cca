package dev.adjoint.print;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Numbers as people write them. */
final class Numbers {
    /** Digits after which a decimal is no longer read but skipped, so that a fraction says more. */
    private static final int READABLE_DIGITS = 6;

    private static final int LARGEST_DENOMINATOR = 100;
    private static final int LARGEST_NUMERATOR = 100;
    private static final int LARGEST_HALVING = 64;

    /** Beyond this many digits before the point, or zeros behind it, a power of ten is easier to read. */
    private static final int MOST_DIGITS = 15;

    private static final int MOST_ZEROS = 4;

    /** Digits that tell any two doubles apart. */
    private static final int DIGITS_OF_A_DOUBLE = 17;

    private final Terms terms;

    Numbers(Terms terms) {
        this.terms = terms;
    }

    /** The constant as a term; it evaluates to exactly {@code value}. */
    Term term(double value) {
        if (value < 0 || 1 / value < 0) {
            return terms.negation(term(-value));
        }
        if (Double.isNaN(value)) {
            return ratio(0, 0);
        }
        if (Double.isInfinite(value)) {
            return ratio(1, 0);
        }
        if (significantDigits(value) <= READABLE_DIGITS) {
            return terms.number(shortest(value));
        }
        Term found = wellKnown(value);
        if (found == null) {
            found = fraction(value, "", 1);
        }
        return found != null ? found : terms.number(shortest(value));
    }

    /** As a factor: halves and quarters too become quotients, {@code x/2} rather than {@code 0.5*x}. */
    Term factor(double value) {
        double size = Math.abs(1 / value);
        boolean isPowerOfTwo = size == Math.scalb(1.0, Math.getExponent(size));
        if (!isPowerOfTwo || size < 2 || size > LARGEST_HALVING) {
            return term(value);
        }
        Term quotient = ratio(1, (int) size);
        return value < 0 ? terms.negation(quotient) : quotient;
    }

    /** The shortest decimal that is read back as {@code value}, which is finite; the same on every Java version. */
    static String shortest(double value) {
        return plain(shortestDecimal(value));
    }

    /** {@code value} rounded to some significant digits, without trailing zeros. */
    static String rounded(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        return plain(new BigDecimal(value).round(new MathContext(digits)));
    }

    private static BigDecimal shortestDecimal(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < DIGITS_OF_A_DOUBLE; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(DIGITS_OF_A_DOUBLE));
    }

    private static int significantDigits(double value) {
        return shortestDecimal(value).stripTrailingZeros().precision();
    }

    private static String plain(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal digits = number.stripTrailingZeros();
        int magnitude = digits.precision() - digits.scale();
        if (magnitude <= MOST_DIGITS && magnitude > -MOST_ZEROS) {
            return digits.toPlainString();
        }
        return digits.movePointLeft(magnitude - 1).stripTrailingZeros().toPlainString() + "e" + (magnitude - 1);
    }

    /** Numbers that derivatives of the error function and their like are full of, if the formula gives the very double. */
    private Term wellKnown(double value) {
        Term pi = terms.name("pi");
        Term two = terms.number("2");
        Term one = terms.number("1");
        Term rootPi = root(pi);
        Term rootTwoPi = root(terms.product(List.of(two, pi)));
        if (value == 2 / Math.sqrt(Math.PI)) {
            return terms.quotient(two, rootPi);
        }
        if (value == 1 / Math.sqrt(Math.PI)) {
            return terms.quotient(one, rootPi);
        }
        if (value == 1 / Math.sqrt(2 * Math.PI)) {
            return terms.quotient(one, rootTwoPi);
        }
        if (value == Math.sqrt(2 / Math.PI)) {
            return root(terms.quotient(two, pi));
        }
        if (value == Math.sqrt(2)) {
            return root(two);
        }
        if (value == Math.log(2)) {
            return terms.call("log", List.of(two));
        }
        return fraction(value, "pi", Math.PI);
    }

    private Term root(Term of) {
        return terms.call("sqrt", List.of(of));
    }

    /** {@code p*unit/q} of small p and q, if that evaluates to exactly {@code value}; else null. */
    private Term fraction(double value, String unitName, double unit) {
        for (int q = 1; q <= LARGEST_DENOMINATOR; q++) {
            long p = Math.round(value * q / unit);
            if (p >= 1 && p <= LARGEST_NUMERATOR && p * unit / q == value) {
                if (unitName.isEmpty()) {
                    return ratio(p, q);
                }
                Term name = terms.name(unitName);
                Term above = p == 1 ? name : terms.product(List.of(terms.number(Long.toString(p)), name));
                return q == 1 ? above : terms.quotient(above, terms.number(Integer.toString(q)));
            }
        }
        return null;
    }

    private Term ratio(long numerator, int denominator) {
        return terms.quotient(terms.number(Long.toString(numerator)), terms.number(Integer.toString(denominator)));
    }
}
