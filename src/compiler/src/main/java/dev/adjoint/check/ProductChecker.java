package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.check.TypedExpression.Factor;
import dev.adjoint.expr.Kind;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;

/** Checks {@code a * b / c @ d}, from the left: each {@code @} contracts all that stands before it with what follows. */
final class ProductChecker {
    private final ExpressionChecker expressions;
    private final Session session;

    ProductChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.session = expressions.session();
    }

    TypedExpression check(Ast.Product product) {
        List<Ast.Factor> factors = product.factors();
        int levels = 0;
        for (Ast.Factor factor : factors) {
            levels += factor.operator() == Ast.Operator.CONTRACT ? 2 : 0; // a sum over a product
        }
        if (!session.enter(levels, product.span())) {
            return new Broken(product.span());
        }
        List<TypedExpression> values = expressions.checkAll(product.operands(), Kind.REAL);
        session.leave(levels);
        if (values.stream().anyMatch(Broken.class::isInstance)) {
            return new Broken(product.span());
        }
        List<Factor> run = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Ast.Operator operator = factors.get(i).operator();
            if (operator == Ast.Operator.CONTRACT) {
                int start = product.span().start();
                Span before = product.span()
                        .file()
                        .span(start, values.get(i - 1).span().end());
                TypedExpression contracted = contract(product(before, run), values.get(i));
                if (contracted instanceof Broken) {
                    return new Broken(product.span());
                }
                run = new ArrayList<>(List.of(new Factor(false, contracted)));
            } else {
                run.add(new Factor(operator == Ast.Operator.DIVIDED_BY, values.get(i)));
            }
        }
        return product(product.span(), run);
    }

    private TypedExpression contract(TypedExpression left, TypedExpression right) {
        Span span = left.span().to(right.span());
        return left instanceof Broken ? left : new MatrixProductChecker(session).check(span, left, right);
    }

    private TypedExpression product(Span span, List<Factor> factors) {
        if (factors.size() == 1) {
            return factors.get(0).value();
        }
        List<TypedExpression> values = new ArrayList<>();
        factors.forEach(factor -> values.add(factor.value()));
        return expressions
                .broadcast(span, values)
                .<TypedExpression>map(aligned -> product(span, factors, aligned))
                .orElseGet(() -> new Broken(span));
    }

    private static TypedExpression product(Span span, List<Factor> written, Broadcast.Aligned aligned) {
        List<Factor> factors = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            factors.add(new Factor(written.get(i).divides(), aligned.operands().get(i)));
        }
        return new TypedExpression.Product(span, ValueType.real(aligned.shape()), factors);
    }
}
