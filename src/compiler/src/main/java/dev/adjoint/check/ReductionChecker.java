package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.check.TypedExpression.Factor;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Reduction;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks {@code sum(x)}, {@code mean[n](x)} and their like. */
final class ReductionChecker {
    private final Session session;

    ReductionChecker(Session session) {
        this.session = session;
    }

    /** @param call of a builtin that reduces */
    TypedExpression check(Ast.Call call, List<TypedExpression> arguments) {
        String name = call.function().text();
        Broken broken = new Broken(call.span());
        if (arguments.size() != 1) {
            String takes = Builtins.pointwise(name).isPresent() ? "at least 1 argument" : "1 argument";
            session.report(DiagnosticCode.WRONG_ARITY, call.span(), name, takes, String.valueOf(arguments.size()));
            return broken;
        }
        TypedExpression body = arguments.get(0);
        if (body instanceof Broken) {
            return broken;
        }
        if (body.type().element() != ElementType.REAL) {
            session.report(
                    DiagnosticCode.BOOL_AS_NUMBER, body.span(), body.span().text());
            return broken;
        }
        return axes(call, body.type())
                .<TypedExpression>map(axes -> reduce(call.span(), name, axes, body))
                .orElse(broken);
    }

    /** The axes to reduce, all if none are named; empty if one of those named was reported. */
    private Optional<List<Axis>> axes(Ast.Call call, ValueType type) {
        if (call.axes().isEmpty()) {
            return Optional.of(type.shape().axes());
        }
        List<Axis> axes = new ArrayList<>();
        boolean good = true;
        for (Ast.Axis written : call.axes().get()) {
            if (written.plainName().isEmpty()) {
                session.report(DiagnosticCode.EXPECTED, written.span(), "the name of an axis", "an expression");
                good = false;
                continue;
            }
            Ast.Name name = written.plainName().get();
            Optional<Axis> axis = type.shape().axes().stream()
                    .filter(a -> a.name().equals(name.text()))
                    .findFirst();
            if (axis.isEmpty()) {
                String function = call.function().text();
                session.report(DiagnosticCode.MISSING_AXIS, name.span(), function, name.text(), type.toString());
            } else if (axes.contains(axis.get())) {
                session.report(DiagnosticCode.DUPLICATE_AXIS, name.span(), name.text());
            }
            good &= axis.isPresent() && !axes.contains(axis.get());
            axis.ifPresent(axes::add);
        }
        return good ? Optional.of(axes) : Optional.empty();
    }

    private static TypedExpression reduce(Span span, String name, List<Axis> axes, TypedExpression body) {
        Reduction reduction = Builtins.reduction(name).orElseThrow();
        ValueType type = new ValueType(ElementType.REAL, body.type().shape().minus(axes));
        TypedExpression reduced = new TypedExpression.Reduce(span, type, reduction, axes, body);
        if (!name.equals(Builtins.MEAN) || axes.isEmpty()) {
            return reduced;
        }
        List<Factor> sizes = axes.stream()
                .map(axis -> new Factor(false, new TypedExpression.Size(span, axis)))
                .toList();
        TypedExpression count =
                sizes.size() == 1 ? sizes.get(0).value() : new TypedExpression.Product(span, ValueType.NUMBER, sizes);
        List<Factor> quotient = List.of(new Factor(false, reduced), new Factor(true, count));
        return new TypedExpression.Product(span, type, quotient);
    }
}
