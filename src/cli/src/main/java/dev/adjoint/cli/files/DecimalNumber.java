package dev.adjoint.cli.files;

import dev.adjoint.runtime.Precision;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as decimal text. */
public final class DecimalNumber {
    private DecimalNumber() {}

    /** Text that reads back as the same number of that precision. */
    public static String exact(double value, Precision precision) {
        return precision == Precision.F32 ? Float.toString((float) value) : Double.toString(value);
    }

    /** Rounded to so many significant digits, without trailing zeros: {@code 1.8}, {@code 32}, {@code 2.5E-7}. */
    public static String rounded(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal decimal =
                new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        boolean plain = decimal.signum() == 0 || exponent >= -4 && exponent < Math.max(digits, 6);
        return plain
                ? decimal.toPlainString()
                : decimal.scaleByPowerOfTen(-exponent).toPlainString() + "E" + exponent;
    }

    /** The value, which may not be finite; empty if {@code text} is not a decimal number. */
    static OptionalDouble parse(String text) {
        // Double.parseDouble also takes hexadecimal numbers and type suffixes, which data does not mean.
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789.+-eE".indexOf(text.charAt(i)) < 0) {
                return parseWord(text.toLowerCase(Locale.ROOT));
            }
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble parseWord(String word) {
        return switch (word) {
            case "nan", "-nan" -> OptionalDouble.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> OptionalDouble.empty();
        };
    }
}
