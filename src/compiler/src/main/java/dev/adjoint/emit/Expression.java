package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;

/**
 * A Java expression.
 *
 * @param code its text
 * @param precedence of its outermost operator, larger binds tighter, as the Java language orders them
 * @param isInteger whether its type is {@code int}: two of those must not meet in arithmetic that means real numbers
 */
record Expression(CodeBlock code, int precedence, boolean isInteger) {
    static final int CHOICE = 2;
    static final int OR = 3;
    static final int EQUALITY = 8;
    static final int SUM = 11;
    static final int PRODUCT = 12;
    static final int PREFIX = 14;
    static final int PRIMARY = 16;

    static Expression primary(String format, Object... arguments) {
        return new Expression(CodeBlock.of(format, arguments), PRIMARY, false);
    }

    static Expression of(int precedence, CodeBlock code) {
        return new Expression(code, precedence, false);
    }

    /** The code, in parentheses where an operator of {@code atLeast} around it demands them. */
    CodeBlock in(int atLeast) {
        return precedence >= atLeast ? code : CodeBlock.of("($L)", code);
    }
}
