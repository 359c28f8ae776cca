package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Primitive;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks {@code a < b} and its like: of numbers, or of an index or label with another of the same dim, a position or an
 * integer. Labels have no order.
 */
final class ComparisonChecker {
    private static final Map<String, Primitive> COMPARISONS = Arrays.stream(Primitive.values())
            .filter(p -> p.resultType() == ElementType.BOOL && p.operandType() == ElementType.REAL)
            .collect(Collectors.toMap(Primitive::symbol, Function.identity()));

    private final ExpressionChecker expressions;

    ComparisonChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
    }

    TypedExpression check(Ast.Comparison comparison) {
        TypedExpression left = expressions.check(comparison.left());
        TypedExpression right = expressions.check(comparison.right());
        Primitive primitive = COMPARISONS.get(comparison.operator());
        if (left instanceof Broken || right instanceof Broken) {
            return new Broken(comparison.span());
        }
        if (isOwnSize(left, right) || isOwnSize(right, left)) {
            TypedExpression size = left instanceof TypedExpression.Size ? left : right;
            return reportSize(comparison, size.span().text(), "");
        }
        Optional<String> size = sizeOfIndex(comparison);
        if (size.isPresent()) {
            String meant = "; where the size is meant, give the index a name of its own, as in 'i: " + size.get() + "'";
            return reportSize(comparison, size.get(), meant);
        }
        Optional<Dim> counted = ValueType.counted(left.type().kind());
        if (counted.isEmpty() && ValueType.counted(right.type().kind()).isEmpty()) {
            return expressions.apply(
                    comparison.span(),
                    primitive,
                    List.of(expressions.require(Kind.REAL, left), expressions.require(Kind.REAL, right)));
        }
        boolean isEquality = primitive == Primitive.EQ || primitive == Primitive.NE;
        if (!isEquality) {
            for (TypedExpression operand : List.of(left, right)) {
                if (operand.type().kind() instanceof Kind.Label) {
                    return wrong(operand, "something that has an order");
                }
            }
        }
        TypedExpression some = counted.isPresent() ? left : right;
        TypedExpression other = counted.isPresent() ? right : left;
        Dim dim = ValueType.counted(some.type().kind()).orElseThrow();
        boolean fits =
                ValueType.counted(other.type().kind()).map(dim::hasIndicesOf).orElse(isInteger(other));
        return fits
                ? expressions.apply(comparison.span(), primitive, List.of(left, right))
                : wrong(other, ValueType.single(some.type().kind()) + " or an integer");
    }

    /**
     * The name of a dim that is compared as a size while it is bound as an index, alone or with nothing but sizes on both
     * sides, so that an index must be meant.
     */
    private Optional<String> sizeOfIndex(Ast.Comparison comparison) {
        SizeExpressions sizes = expressions.sizes();
        boolean onlySizes = comparison.operands().stream()
                .allMatch(operand -> sizes.ifSize(operand).isPresent());
        return comparison.operands().stream()
                .filter(operand -> onlySizes || operand instanceof Ast.Reference)
                .flatMap(operand -> Mentions.in(operand).values().keySet().stream())
                .filter(this::isBoundDim)
                .findFirst();
    }

    /** An index or label is never the number of all, and always below it. */
    private static boolean isOwnSize(TypedExpression size, TypedExpression index) {
        return size instanceof TypedExpression.Size s
                && ValueType.counted(index.type().kind())
                        .filter(s.axis().dim()::equals)
                        .isPresent();
    }

    /** Whether a name stands for an index in brackets, and for a size elsewhere. */
    private boolean isBoundDim(String name) {
        return expressions.index(name).isPresent()
                && expressions.scope().axis(name).isPresent();
    }

    private Broken reportSize(Ast.Comparison comparison, String name, String hint) {
        Span span = comparison.span();
        expressions
                .session()
                .report(DiagnosticCode.SIZE_AS_INDEX, span, name, "the index is 'position(" + name + ")'" + hint);
        return new Broken(span);
    }

    private static boolean isInteger(TypedExpression e) {
        return e instanceof TypedExpression.Position
                || e instanceof TypedExpression.Size
                || e instanceof TypedExpression.Literal literal && literal.value() == Math.rint(literal.value());
    }

    private Broken wrong(TypedExpression found, String expected) {
        expressions
                .session()
                .report(
                        DiagnosticCode.WRONG_ELEMENT_TYPE,
                        found.span(),
                        expected,
                        ValueType.single(found.type().kind()));
        return new Broken(found.span());
    }
}
