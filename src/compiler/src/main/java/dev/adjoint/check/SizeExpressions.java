package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Computes sizes: integers and dims with {@code + - * /}, where the quotient is rounded down; constant expressions that are
 * integers otherwise.
 */
final class SizeExpressions {
    private final Session session;
    private final Scope scope;

    SizeExpressions(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    /** What an axis of a declaration runs over; empty if something was reported. */
    Optional<Dim> declared(Ast.Axis axis) {
        if (axis.name().isEmpty()) {
            return dim(axis.size().orElseThrow());
        }
        Ast.Name name = axis.name().get();
        if (axis.size().isPresent()) {
            session.report(DiagnosticCode.EXPECTED, axis.span(), "a dim or a size", "an index variable");
            return Optional.empty();
        }
        Optional<Axis> known = scope.axis(name.text());
        boolean isValue = !scope.isModel() && scope.names().contains(name.text());
        if (known.isEmpty() && isValue && scope.knowsTypes()) {
            session.report(DiagnosticCode.NOT_A_SIZE, name.span(), name.text());
        } else if (known.isEmpty()) {
            session.reportUnknownDim(name.span(), name.text(), scope);
        }
        return known.map(Axis::dim).filter(dim -> isPositive(dim, name.span()));
    }

    /** A parameter may be given as 0, which is no size of an axis. */
    private boolean isPositive(Dim dim, Span span) {
        boolean positive = dim.size().orElse(1) > 0;
        if (!positive) {
            session.report(DiagnosticCode.BAD_DIM_SIZE, span, "0");
        }
        return positive;
    }

    /** The dim of that size; empty if something was reported. */
    Optional<Dim> dim(Ast.Expression expression) {
        if (expression instanceof Ast.Reference reference) {
            Optional<Dim> dim = scope.axis(reference.name()).map(Axis::dim);
            if (dim.isPresent()) {
                return dim.filter(d -> isPositive(d, reference.span()));
            }
        }
        return positive(expression).map(Quotient::dim);
    }

    /** The dim that an expression is if it is a size: made of integers and dims, and not negative. Reports nothing. */
    Optional<Dim> ifSize(Ast.Expression expression) {
        if (expression instanceof Ast.Reference reference) {
            return Optional.of(reference.name())
                    .filter(scope::isSize)
                    .flatMap(scope::axis)
                    .map(Axis::dim);
        }
        Optional<Quotient> size = isSize(expression) ? size(expression) : Optional.empty();
        return size.filter(s -> s.constant().orElse(0) >= 0).map(Quotient::dim);
    }

    private boolean isSize(Ast.Expression expression) {
        if (expression instanceof Ast.Literal literal) {
            return literal.value() == Math.rint(literal.value()) && literal.value() <= Integer.MAX_VALUE;
        }
        if (expression instanceof Ast.Reference reference) {
            return scope.isSize(reference.name());
        }
        if (expression instanceof Ast.Product product) {
            return isSize(product);
        }
        boolean adds = expression instanceof Ast.Sum || expression instanceof Ast.Signed;
        return adds && expression.operands().stream().allMatch(this::isSize);
    }

    /** Quotients of integers are numbers rather than sizes if they are not whole. */
    private boolean isSize(Ast.Product product) {
        return product.operands().stream().allMatch(this::isSize)
                && product.factors().stream()
                        .allMatch(factor -> factor.operator() == Ast.Operator.TIMES
                                || factor.operator() == Ast.Operator.DIVIDED_BY && isPositive(factor.value()));
    }

    private static boolean isPositive(Ast.Expression divisor) {
        return divisor instanceof Ast.Literal literal && literal.value() >= 1;
    }

    /** A size that is not known to be 0 or negative; empty if something was reported. */
    Optional<Quotient> positive(Ast.Expression expression) {
        Optional<Quotient> size = size(expression);
        if (size.isPresent() && size.get().constant().orElse(1) < 1) {
            String found = String.valueOf(size.get().constant().getAsInt());
            session.report(DiagnosticCode.BAD_DIM_SIZE, expression.span(), found);
            return Optional.empty();
        }
        return size;
    }

    /** Any integer; empty if something was reported. */
    Optional<Quotient> size(Ast.Expression expression) {
        try {
            return compute(expression);
        } catch (ArithmeticException overflow) {
            String found = expression.span().text();
            session.report(DiagnosticCode.BAD_DIM_SIZE, expression.span(), found + ", which is beyond 2^31");
            return Optional.empty();
        }
    }

    private Optional<Quotient> compute(Ast.Expression expression) {
        if (expression instanceof Ast.Sum sum) {
            return sum(sum);
        }
        if (expression instanceof Ast.Product product
                && product.factors().stream().noneMatch(SizeExpressions::contracts)) {
            return product(product);
        }
        if (expression instanceof Ast.Signed signed) {
            return compute(signed.operand()).map(size -> signed.negative() ? size.negated() : size);
        }
        if (expression instanceof Ast.Reference reference) {
            Optional<Quotient> dim = scope.axis(reference.name()).map(axis -> Quotient.of(SizeSum.written(axis.dim())));
            return dim.isPresent() ? dim : unknown(reference);
        }
        return constant(expression);
    }

    private static boolean contracts(Ast.Factor factor) {
        return factor.operator() == Ast.Operator.CONTRACT;
    }

    private Optional<Quotient> sum(Ast.Sum sum) {
        Optional<Quotient> total = Optional.of(Quotient.of(SizeSum.of(0)));
        for (Ast.Term term : sum.terms()) {
            Optional<Quotient> value = compute(term.value());
            if (total.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            total = Optional.of(total.get().plus(term.negative() ? value.get().negated() : value.get()));
        }
        return total;
    }

    private Optional<Quotient> product(Ast.Product product) {
        Optional<Quotient> total = compute(product.factors().get(0).value());
        for (Ast.Factor factor : product.factors().subList(1, product.factors().size())) {
            Optional<Quotient> value = compute(factor.value());
            if (total.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            total = factor.operator() == Ast.Operator.TIMES
                    ? Optional.of(total.get().times(value.get()))
                    : quotient(total.get(), factor, value.get());
        }
        return total;
    }

    private Optional<Quotient> quotient(Quotient dividend, Ast.Factor factor, Quotient divisor) {
        OptionalInt by = divisor.constant();
        if (by.isEmpty() || by.getAsInt() < 1) {
            session.report(
                    DiagnosticCode.BAD_SIZE_DIVISOR,
                    factor.value().span(),
                    factor.value().span().text());
            return Optional.empty();
        }
        return Optional.of(dividend.dividedBy(by.getAsInt()));
    }

    private Optional<Quotient> unknown(Ast.Reference reference) {
        if (scope.knowsTypes() && scope.names().contains(reference.name())) {
            session.report(DiagnosticCode.NOT_CONSTANT, reference.span(), reference.name());
        } else {
            session.reportUnknownDim(reference.span(), reference.name(), scope);
        }
        return Optional.empty();
    }

    private Optional<Quotient> constant(Ast.Expression expression) {
        OptionalDouble value = new Constants(session, scope).finite(expression);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        double number = value.getAsDouble();
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            session.report(DiagnosticCode.BAD_DIM_SIZE, expression.span(), Numbers.text(number));
            return Optional.empty();
        }
        return Optional.of(Quotient.of(SizeSum.of((int) number)));
    }
}
