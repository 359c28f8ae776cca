package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.check.TypedExpression.Factor;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks {@code sum(x)}, {@code mean[n](x)}, {@code max[r: 2](x[2*i + r])}, {@code any(b)} and their like. */
final class ReductionChecker {
    private final ExpressionChecker expressions;
    private final Session session;

    ReductionChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.session = expressions.session();
    }

    /** @param call of a builtin that reduces */
    TypedExpression check(Ast.Call call) {
        String name = call.function().text();
        if (call.arguments().size() != 1) {
            call.arguments().forEach(expressions::check);
            return expressions.wrongArity(
                    call, Builtins.pointwise(name).isPresent() ? "at least 1 argument" : "1 argument");
        }
        Ast.Expression argument = call.arguments().get(0);
        Map<String, Axis> bound = new HashMap<>();
        boolean good = true;
        for (IndexVariable variable : variables(call, argument)) {
            variable.axis().ifPresent(axis -> bound.put(variable.name(), axis));
            good &= variable.axis().isPresent() || !variable.isUsed();
            good &= !expressions.ranges().isBroken(variable);
        }
        if (!good) {
            return new Broken(call.span());
        }
        boolean ofTruths = Builtins.reducesTruths(name);
        TypedExpression body =
                expressions.within(bound, () -> expressions.check(argument, ofTruths ? Kind.BOOL : Kind.REAL));
        Optional<List<Axis>> axes = body instanceof Broken ? Optional.empty() : axes(call, bound, body);
        return axes.<TypedExpression>map(all -> reduce(call, name, all, body)).orElse(new Broken(call.span()));
    }

    private Iterable<IndexVariable> variables(Ast.Call call, Ast.Expression argument) {
        return call.axes().isEmpty()
                ? List.of()
                : expressions.ranges().of(call, call.axes().get(), expressions.indices(), argument);
    }

    /** The axes to reduce, all if none are named; empty if one of those named was reported. */
    private Optional<List<Axis>> axes(Ast.Call call, Map<String, Axis> bound, TypedExpression body) {
        if (call.axes().isEmpty()) {
            return Optional.of(body.type().positional());
        }
        List<Axis> axes = new ArrayList<>();
        for (Ast.Axis written : call.axes().get()) {
            Optional<Axis> variable = written.name().flatMap(name -> Optional.ofNullable(bound.get(name.text())));
            Optional<Axis> axis = variable.isPresent() && !variable.get().isCanonical()
                    ? present(call, written, variable.get(), body)
                    : expressions.brackets().one(call, written, body);
            if (axis.isEmpty()) {
                return Optional.empty();
            }
            if (axes.contains(axis.get())) {
                session.report(
                        DiagnosticCode.DUPLICATE_AXIS,
                        written.span(),
                        written.span().text());
                return Optional.empty();
            }
            axes.add(axis.get());
        }
        return Optional.of(axes);
    }

    private Optional<Axis> present(Ast.Call call, Ast.Axis written, Axis axis, TypedExpression body) {
        if (body.type().shape().contains(axis)) {
            return Optional.of(axis);
        }
        expressions.brackets().reportMissing(call, written, body);
        return Optional.empty();
    }

    private TypedExpression reduce(Ast.Call call, String name, List<Axis> axes, TypedExpression body) {
        Span span = call.span();
        if (Builtins.argument(name).isPresent()) {
            return argument(call, axes, body);
        }
        Reduction reduction = Builtins.reduction(name).orElseThrow();
        Shape shape = body.type().shape().minus(axes);
        ValueType type = ValueType.real(shape);
        if (Builtins.reducesTruths(name)) {
            TypedExpression number =
                    new TypedExpression.Reduce(span, type, reduction, axes, BuiltinCalls.choice(span, body));
            TypedExpression zero = new TypedExpression.Literal(span, 0);
            return new TypedExpression.Apply(
                    span, new ValueType(Kind.BOOL, shape), Primitive.GT, List.of(number, zero));
        }
        TypedExpression reduced = new TypedExpression.Reduce(span, type, reduction, axes, body);
        return name.equals(Builtins.MEAN) && !axes.isEmpty() ? mean(reduced, axes) : reduced;
    }

    private static TypedExpression mean(TypedExpression sum, List<Axis> axes) {
        Span span = sum.span();
        List<Factor> sizes = axes.stream()
                .map(axis -> new Factor(false, new TypedExpression.Size(span, axis)))
                .toList();
        TypedExpression count =
                sizes.size() == 1 ? sizes.get(0).value() : new TypedExpression.Product(span, ValueType.NUMBER, sizes);
        List<Factor> quotient = List.of(new Factor(false, sum), new Factor(true, count));
        return new TypedExpression.Product(span, sum.type(), quotient);
    }

    /** Where the largest or smallest element is. */
    private TypedExpression argument(Ast.Call call, List<Axis> axes, TypedExpression body) {
        String name = call.function().text();
        if (axes.size() != 1) {
            session.report(DiagnosticCode.ONE_AXIS, call.span(), name, String.valueOf(axes.size()));
            return new Broken(call.span());
        }
        Dim dim = axes.get(0).dim();
        ValueType type = new ValueType(new Kind.Index(dim), body.type().shape().minus(axes));
        Reduction extremum = Builtins.argument(name).orElseThrow();
        return new TypedExpression.Argument(call.span(), type, extremum, axes.get(0), body);
    }
}
