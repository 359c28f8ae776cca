package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks {@code gradient(f, x)}, {@code jacobian[n](y, x)}, {@code hessian(f, x)} and {@code tangent(y, x, v)}: derivatives
 * as values. What is differentiated by must be a value with a name.
 */
final class DerivativeChecker {
    private static final String GRADIENT = "gradient";
    private static final String JACOBIAN = "jacobian";
    private static final String HESSIAN = "hessian";
    private static final String TANGENT = "tangent";

    static final List<String> NAMES = List.of(GRADIENT, JACOBIAN, HESSIAN, TANGENT);

    private final Session session;
    private final Scope scope;
    private final ExpressionChecker expressions;

    DerivativeChecker(Session session, Scope scope, ExpressionChecker expressions) {
        this.session = session;
        this.scope = scope;
        this.expressions = expressions;
    }

    TypedExpression check(Ast.Call call) {
        String name = call.function().text();
        int arity = name.equals(TANGENT) ? 3 : 2;
        if (call.arguments().size() != arity) {
            String found = String.valueOf(call.arguments().size());
            return broken(call.span(), DiagnosticCode.WRONG_ARITY, name, arity + " arguments", found);
        }
        if (!scope.isModel()) {
            return broken(call.span(), DiagnosticCode.DERIVATIVE_OUTSIDE_MODEL, name);
        }
        List<TypedExpression> arguments = new ArrayList<>();
        call.arguments().forEach(argument -> arguments.add(expressions.checkNumber(argument)));
        if (arguments.stream().anyMatch(Broken.class::isInstance)) {
            return new Broken(call.span());
        }
        TypedExpression by = arguments.get(1);
        if (!(by instanceof TypedExpression.Reference)) {
            return broken(by.span(), DiagnosticCode.DERIVATIVE_BY_EXPRESSION, name);
        }
        return switch (name) {
            case TANGENT -> tangent(call.span(), arguments);
            case JACOBIAN -> jacobian(call, arguments.get(0), by);
            case HESSIAN -> hessian(call, arguments.get(0), by);
            default -> gradient(call, arguments.get(0), by);
        };
    }

    private TypedExpression tangent(Span span, List<TypedExpression> arguments) {
        TypedExpression by = arguments.get(1);
        TypedExpression direction = arguments.get(2);
        if (!by.type().shape().containsAll(direction.type().shape().axes())) {
            String moved = by.type().toString();
            return broken(
                    direction.span(),
                    DiagnosticCode.DIRECTION_AXES,
                    direction.type().toString(),
                    moved);
        }
        return new TypedExpression.Derivative(
                span, arguments.get(0).type(), arguments.get(0), by, Optional.of(direction), List.of(), List.of());
    }

    private TypedExpression gradient(Ast.Call call, TypedExpression of, TypedExpression by) {
        return isScalar(call, of) ? derivative(call.span(), of, by, List.of()) : new Broken(call.span());
    }

    private TypedExpression jacobian(Ast.Call call, TypedExpression of, TypedExpression by) {
        return along(call, of.type(), by.type())
                .map(along -> derivative(call.span(), of, by, along))
                .orElseGet(() -> new Broken(call.span()));
    }

    private TypedExpression hessian(Ast.Call call, TypedExpression of, TypedExpression by) {
        if (!isScalar(call, of)) {
            return new Broken(call.span());
        }
        TypedExpression gradient = derivative(call.span(), of, by, List.of());
        return along(call, by.type(), by.type())
                .map(along -> derivative(call.span(), gradient, by, along))
                .orElseGet(() -> new Broken(call.span()));
    }

    private boolean isScalar(Ast.Call call, TypedExpression of) {
        if (!of.type().shape().isScalar()) {
            String name = call.function().text();
            broken(of.span(), DiagnosticCode.GRADIENT_OF_TENSOR, name, of.type().toString());
            return false;
        }
        return true;
    }

    /** The axes in brackets; empty if one of them was reported. */
    private Optional<List<Axis>> along(Ast.Call call, ValueType of, ValueType by) {
        List<Axis> along = new ArrayList<>();
        boolean good = true;
        for (Ast.Axis written : call.axes().orElse(List.of())) {
            if (written.plainName().isEmpty()) {
                session.report(DiagnosticCode.EXPECTED, written.span(), "the name of an axis", "an expression");
                good = false;
                continue;
            }
            Ast.Name name = written.plainName().get();
            Optional<Axis> axis = of.shape().axes().stream()
                    .filter(a -> a.name().equals(name.text()) && by.shape().contains(a))
                    .findFirst();
            if (axis.isEmpty()) {
                String function = call.function().text();
                ValueType lacking =
                        of.shape().axes().stream().anyMatch(a -> a.name().equals(name.text())) ? by : of;
                session.report(DiagnosticCode.MISSING_AXIS, name.span(), function, name.text(), lacking.toString());
                good = false;
            }
            axis.ifPresent(along::add);
        }
        return good ? Optional.of(along) : Optional.empty();
    }

    private static TypedExpression derivative(Span span, TypedExpression of, TypedExpression by, List<Axis> along) {
        Shape shape = of.type().shape();
        List<Axis> byAxes = new ArrayList<>();
        for (Axis axis : by.type().shape().minus(along).axes()) {
            Axis own = Axis.of(axis.dim());
            while (shape.contains(own)) {
                own = new Axis(own.name() + "'", own.dim());
            }
            byAxes.add(own);
            shape = shape.union(Shape.of(own));
        }
        ValueType type = ValueType.real(shape);
        return new TypedExpression.Derivative(span, type, of, by, Optional.empty(), along, byAxes);
    }

    private Broken broken(Span span, DiagnosticCode code, String... args) {
        session.report(code, span, args);
        return new Broken(span);
    }
}
