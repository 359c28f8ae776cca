package dev.adjoint.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.adjoint.runtime.Precision;

/** How numbers of a precision are written in Java. */
final class Precise {
    /** Whole numbers up to here are written without a point; beyond, digits are hard to count anyway. */
    private static final double LARGEST_WHOLE = 1e6;

    private final boolean isFloat;

    Precise(Precision precision) {
        isFloat = precision == Precision.F32;
    }

    boolean isFloat() {
        return isFloat;
    }

    TypeName type() {
        return isFloat ? TypeName.FLOAT : TypeName.DOUBLE;
    }

    TypeName array() {
        return ArrayTypeName.of(type());
    }

    TypeName table() {
        return ArrayTypeName.of(array());
    }

    /** A number; a small whole one without a point, which Java takes for an {@code int}. */
    Expression literal(double value) {
        boolean isNegativeZero = value == 0 && 1 / value < 0;
        boolean isWhole = value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE && !isNegativeZero;
        int precedence = value < 0 || isNegativeZero ? Expression.PREFIX : Expression.PRIMARY;
        return new Expression(isWhole ? CodeBlock.of("$L", (int) value) : fraction(value), precedence, isWhole);
    }

    /** The same value, certainly not of type {@code int}. */
    Expression real(Expression expression) {
        if (!expression.isInteger()) {
            return expression;
        }
        String text = expression.code().toString();
        if (text.matches("-?\\d+")) {
            return Expression.of(expression.precedence(), fraction(Integer.parseInt(text)));
        }
        CodeBlock code = CodeBlock.of("($T) $L", type(), expression.in(Expression.PREFIX));
        return Expression.of(Expression.PREFIX, code);
    }

    /** A number with its point. */
    CodeBlock fraction(double value) {
        Class<?> box = isFloat ? Float.class : Double.class;
        double rounded = isFloat ? (float) value : value;
        if (Double.isNaN(rounded)) {
            return CodeBlock.of("$T.NaN", box);
        }
        if (Double.isInfinite(rounded)) {
            return CodeBlock.of(rounded > 0 ? "$T.POSITIVE_INFINITY" : "$T.NEGATIVE_INFINITY", box);
        }
        return isFloat ? CodeBlock.of("$Lf", Float.toString((float) value)) : CodeBlock.of("$L", value);
    }

    /** A {@code double} expression in this precision. */
    Expression cast(Expression expression) {
        CodeBlock code = CodeBlock.of("($T) $L", type(), expression.in(Expression.PREFIX));
        return Expression.of(Expression.PREFIX, code);
    }
}
