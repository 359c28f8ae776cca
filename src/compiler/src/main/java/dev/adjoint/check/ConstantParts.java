package dev.adjoint.check;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Values of what is made of numbers, operators and builtin functions on each element. Remembers them, so that asking for
 * every part of an expression takes no longer than asking for the whole.
 */
final class ConstantParts {
    private final Map<TypedExpression, OptionalDouble> known = new IdentityHashMap<>();

    /** Empty if it is something else. */
    OptionalDouble value(TypedExpression expression) {
        OptionalDouble value = known.get(expression);
        if (value == null) {
            value = compute(expression);
            known.put(expression, value);
        }
        return value;
    }

    private OptionalDouble compute(TypedExpression expression) {
        if (expression instanceof TypedExpression.Literal literal) {
            return OptionalDouble.of(literal.value());
        }
        List<TypedExpression> operands = operands(expression);
        for (TypedExpression operand : operands) {
            if (value(operand).isEmpty()) {
                return OptionalDouble.empty();
            }
        }
        if (expression instanceof TypedExpression.Apply apply) {
            return OptionalDouble.of(Constants.apply(apply, this::constant));
        }
        if (expression instanceof TypedExpression.Sum sum) {
            return OptionalDouble.of(Constants.sum(sum, this::constant));
        }
        return expression instanceof TypedExpression.Product product
                ? OptionalDouble.of(Constants.product(product, this::constant))
                : OptionalDouble.empty();
    }

    private static List<TypedExpression> operands(TypedExpression expression) {
        if (expression instanceof TypedExpression.Apply apply) {
            return apply.operands();
        }
        if (expression instanceof TypedExpression.Sum sum) {
            return sum.terms().stream().map(TypedExpression.Term::value).toList();
        }
        return expression instanceof TypedExpression.Product product
                ? product.factors().stream().map(TypedExpression.Factor::value).toList()
                : List.of();
    }

    private double constant(TypedExpression operand) {
        return value(operand).orElseThrow();
    }
}
