package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes products and powers: {@code a*b^-1} as {@code a / b}, {@code x^2} as {@code x * x}, {@code x^0.5} as a square
 * root.
 */
final class Products {
    /** Beyond, the error of repeated multiplication exceeds that of {@link Math#pow} and the text gets long. */
    private static final int LONGEST_CHAIN = 8;

    private final Expressions expressions;
    private final Precise precise;
    private final List<Expression> above = new ArrayList<>();
    private final List<Expression> below = new ArrayList<>();
    private double coefficient = 1;

    Products(Expressions expressions, Precise precise) {
        this.expressions = expressions;
        this.precise = precise;
    }

    /** The product of the constants that a product starts with. */
    static double coefficient(Apply product) {
        return product.operand(0) instanceof Constant constant ? constant.value() : 1;
    }

    Expression product(Apply node) {
        if (node.is(Primitive.POW)) {
            factor(node);
        } else {
            factors(node);
        }
        return result();
    }

    /** The product with the opposite sign. */
    Expression opposite(Apply node) {
        factors(node);
        coefficient = -coefficient;
        return result();
    }

    private void factors(Apply node) {
        List<Node> factors = node.operands();
        coefficient = coefficient(node);
        int start = factors.get(0) instanceof Constant ? 1 : 0;
        for (Node factor : factors.subList(start, factors.size())) {
            if (factor.is(Primitive.POW) && !expressions.isAtHand(factor)) {
                factor((Apply) factor);
            } else {
                above.add(expressions.value(factor));
            }
        }
    }

    private void factor(Apply power) {
        Node base = power.operand(0);
        if (!(power.operand(1) instanceof Constant exponent)) {
            above.add(expressions.call(Math.class, "pow", List.of(base, power.operand(1))));
            return;
        }
        double size = Math.abs(exponent.value());
        List<Expression> side = exponent.value() < 0 ? below : above;
        if (size == 0.5) {
            side.add(expressions.call(Math.class, "sqrt", List.of(base)));
        } else if (size == Math.rint(size) && size >= 1 && size <= LONGEST_CHAIN) {
            Expression factor = size == 1 ? expressions.value(base) : expressions.real(base);
            side.addAll(Collections.nCopies((int) size, factor));
        } else {
            above.add(expressions.call(Math.class, "pow", List.of(base, exponent)));
        }
    }

    private Expression result() {
        boolean isOne = Math.abs(coefficient) == 1;
        if (!isOne || above.isEmpty()) {
            above.add(0, precise.literal(isOne ? 1 : coefficient));
        }
        keepReal(below, false);
        keepReal(above, !below.isEmpty() && below.get(0).isInteger());
        Expression result = times(above);
        if (!below.isEmpty()) {
            CodeBlock divisor = times(below).in(Expression.PRODUCT + 1);
            CodeBlock code = CodeBlock.of("$L / $L", result.in(Expression.PRODUCT), divisor);
            result = Expression.of(Expression.PRODUCT, code);
        }
        return isOne && coefficient < 0 ? minus(result) : result;
    }

    /** Java multiplies and divides integers as integers: the first factor becomes real where two of them would meet. */
    private void keepReal(List<Expression> factors, boolean integerFollows) {
        boolean meets = factors.size() > 1 ? factors.get(1).isInteger() : integerFollows;
        if (meets && factors.get(0).isInteger()) {
            factors.set(0, precise.real(factors.get(0)));
        }
    }

    private Expression times(List<Expression> factors) {
        return factors.size() == 1 ? factors.get(0) : expressions.infix("*", Expression.PRODUCT, factors);
    }

    /** {@code -a * b} is the same number as {@code -(a * b)}. */
    private static Expression minus(Expression value) {
        boolean startsWithMinus = value.code().toString().startsWith("-");
        if (startsWithMinus || value.precedence() < Expression.PRODUCT) {
            return Expression.of(Expression.PREFIX, CodeBlock.of("-($L)", value.code()));
        }
        return Expression.of(Math.min(value.precedence(), Expression.PREFIX), CodeBlock.of("-$L", value.code()));
    }
}
