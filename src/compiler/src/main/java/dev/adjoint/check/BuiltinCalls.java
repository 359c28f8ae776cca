package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks calls of the builtin functions that are neither pointwise nor reduce. */
final class BuiltinCalls {
    /** By name, how many arguments: a number, or at least two. */
    private static final Map<String, Integer> ARITIES = Map.ofEntries(
            Map.entry("transpose", 1),
            Map.entry("flatten", 1),
            Map.entry("reshape", 1),
            Map.entry("concat", Primitive.MANY),
            Map.entry("stack", Primitive.MANY),
            Map.entry("slice", 3),
            Map.entry("one_hot", 2),
            Map.entry("position", 1),
            Map.entry("random", 2),
            Map.entry("real", 1),
            Map.entry("where", 3));

    private final ExpressionChecker expressions;
    private final Session session;

    BuiltinCalls(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.session = expressions.session();
    }

    static boolean has(String name) {
        return ARITIES.containsKey(name);
    }

    static List<String> names() {
        return ARITIES.keySet().stream().sorted().toList();
    }

    TypedExpression check(Ast.Call call) {
        String name = call.function().text();
        int arity = ARITIES.get(name);
        int count = call.arguments().size();
        if (arity == Primitive.MANY ? count < 2 : count != arity) {
            return expressions.wrongArity(call, arity == Primitive.MANY ? "at least 2 arguments" : count(arity));
        }
        return switch (name) {
            case "position" -> position(call);
            case "where" ->
                expressions.visit(new Ast.If(
                        call.span(),
                        call.arguments().get(0),
                        call.arguments().get(1),
                        call.arguments().get(2)));
            case "random" -> random(call);
            case "concat", "stack" -> join(call);
            default -> {
                TypedExpression first = expressions.check(call.arguments().get(0));
                yield first instanceof Broken ? new Broken(call.span()) : check(call, first);
            }
        };
    }

    private TypedExpression check(Ast.Call call, TypedExpression x) {
        return switch (call.function().text()) {
            case "transpose" -> new Rearrangements(expressions).transpose(call, x);
            case "flatten" -> new Rearrangements(expressions).flatten(call, x);
            case "reshape" -> new Rearrangements(expressions).reshape(call, x);
            case "slice" -> new Joins(expressions).slice(call, x);
            case "one_hot" -> oneHot(call, x);
            default -> real(call.span(), x);
        };
    }

    private static String count(int arity) {
        return arity == 1 ? "1 argument" : arity + " arguments";
    }

    private TypedExpression join(Ast.Call call) {
        List<TypedExpression> parts = new ArrayList<>();
        call.arguments().forEach(argument -> parts.add(expressions.check(argument)));
        if (parts.stream().anyMatch(Broken.class::isInstance)) {
            return new Broken(call.span());
        }
        Joins joins = new Joins(expressions);
        return call.function().text().equals("concat") ? joins.concat(call, parts) : joins.stack(call, parts);
    }

    /** A random number for each element of the second argument, told apart by its place among them, of a key. */
    private TypedExpression random(Ast.Call call) {
        TypedExpression key = expressions.checkNumber(call.arguments().get(0));
        TypedExpression like = expressions.check(call.arguments().get(1));
        if (key instanceof Broken || like instanceof Broken) {
            return new Broken(call.span());
        }
        if (!key.type().shape().isScalar()) {
            session.report(DiagnosticCode.RANDOM_KEY, key.span(), key.type().toString());
            return new Broken(call.span());
        }
        TypedExpression place = new TypedExpression.Literal(call.span(), 0);
        for (Axis axis : like.type().shape().axes()) {
            place = next(call.span(), place, axis);
        }
        return new TypedExpression.Apply(
                call.span(), ValueType.real(like.type().shape()), Primitive.RANDOM, List.of(key, place));
    }

    /** {@code place * size + position}: the place of an element when an axis is added. */
    private static TypedExpression next(Span span, TypedExpression place, Axis axis) {
        Shape shape = place.type().shape().union(Shape.of(axis));
        TypedExpression scaled = new TypedExpression.Product(
                span,
                place.type(),
                List.of(
                        new TypedExpression.Factor(false, place),
                        new TypedExpression.Factor(false, new TypedExpression.Size(span, axis))));
        return new TypedExpression.Sum(
                span,
                ValueType.real(shape),
                List.of(
                        new TypedExpression.Term(false, scaled),
                        new TypedExpression.Term(false, new TypedExpression.Position(span, axis))));
    }

    /** The index along an axis as a number. */
    private TypedExpression position(Ast.Call call) {
        Ast.Expression argument = call.arguments().get(0);
        if (argument instanceof Ast.Reference reference) {
            Optional<Axis> axis = expressions
                    .index(reference.name())
                    .or(() -> expressions.scope().axis(reference.name()));
            if (axis.isPresent()) {
                return new TypedExpression.Position(call.span(), axis.get());
            }
        }
        session.report(
                DiagnosticCode.UNBOUND_INDEX, argument.span(), argument.span().text());
        return new Broken(call.span());
    }

    /** 1 at the index or label, 0 elsewhere, along a new last axis. */
    private TypedExpression oneHot(Ast.Call call, TypedExpression x) {
        Optional<Dim> counted = ValueType.counted(x.type().kind());
        Ast.Expression size = call.arguments().get(1);
        Optional<Dim> dim = expressions.sizes().dim(size);
        if (counted.isEmpty()) {
            session.report(
                    DiagnosticCode.WRONG_ELEMENT_TYPE,
                    x.span(),
                    "an index or a label",
                    ValueType.single(x.type().kind()));
        }
        if (counted.isEmpty() || dim.isEmpty()) {
            return new Broken(call.span());
        }
        if (!dim.equals(counted)) {
            session.report(
                    DiagnosticCode.INDEX_MISMATCH,
                    size.span(),
                    x.span().text(),
                    dim.get().name(),
                    counted.get().name());
            return new Broken(call.span());
        }
        Axis axis = Joins.newAxis(x.type(), dim.get());
        Span span = call.span();
        List<Axis> axes = new ArrayList<>(x.type().positional());
        axes.add(axis);
        Shape shape = x.type().withPositional(axes).shape();
        TypedExpression isIt = new TypedExpression.Apply(
                span,
                new ValueType(Kind.BOOL, shape),
                Primitive.EQ,
                List.of(x, new TypedExpression.Position(span, axis)));
        return choice(span, isIt);
    }

    private TypedExpression real(Span span, TypedExpression x) {
        return x.type().kind().equals(Kind.BOOL)
                ? choice(span, x)
                : new TypedExpression.Rename(span, ValueType.real(x.type().shape()), x, Map.of());
    }

    /** 1 where something is so, 0 where it is not. */
    static TypedExpression choice(Span span, TypedExpression condition) {
        return new TypedExpression.If(
                span,
                ValueType.real(condition.type().shape()),
                condition,
                new TypedExpression.Literal(span, 1),
                new TypedExpression.Literal(span, 0));
    }
}
