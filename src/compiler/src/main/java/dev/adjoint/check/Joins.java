package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks {@code concat}, {@code stack} and {@code slice}: values put together along an axis, and taken apart. */
final class Joins {
    private final ExpressionChecker expressions;
    private final Session session;

    Joins(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.session = expressions.session();
    }

    /** One behind the other along the last axis, or that in brackets, of the first. */
    TypedExpression concat(Ast.Call call, List<TypedExpression> parts) {
        TypedExpression first = parts.get(0);
        Optional<Axis> along = oneAxis(call, first);
        if (along.isEmpty() || !haveOneKind(call, parts)) {
            return new Broken(call.span());
        }
        List<Axis> others = new ArrayList<>(first.type().positional());
        int place = others.indexOf(along.get());
        others.remove(place);
        List<Axis> ends = new ArrayList<>();
        SizeSum total = SizeSum.of(0);
        List<SizeSum> offsets = new ArrayList<>();
        for (TypedExpression part : parts) {
            List<Axis> left = without(part.type().positional(), others);
            if (left.size() != 1 || part.type().positional().size() != others.size() + 1) {
                String name = along.get().dim().name();
                session.report(
                        DiagnosticCode.CONCAT_AXES,
                        part.span(),
                        name,
                        Broadcast.describe(first),
                        Broadcast.describe(part));
                return new Broken(call.span());
            }
            ends.add(left.get(0));
            offsets.add(total);
            total = total.plus(SizeSum.of(left.get(0).dim()));
        }
        List<Dim> dims = new ArrayList<>(others.stream().map(Axis::dim).toList());
        dims.add(place, Quotient.of(total).dim());
        List<Axis> result = Shape.over(dims).axes();
        List<TypedExpression> pieces = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            pieces.add(piece(call.span(), parts.get(i), ends.get(i), result, place, offsets.get(i)));
        }
        return choice(call.span(), result.get(place), pieces, offsets, 0, pieces.size());
    }

    /** {@code axes} without one of the same dim for each of {@code others}. */
    private static List<Axis> without(List<Axis> axes, List<Axis> others) {
        List<Axis> left = new ArrayList<>(axes);
        for (Axis other : others) {
            left.stream()
                    .filter(axis -> axis.dim().equals(other.dim()))
                    .findFirst()
                    .ifPresent(left::remove);
        }
        return left;
    }

    /** A part, moved to where it stands in the whole. */
    private static TypedExpression piece(
            Span span, TypedExpression part, Axis end, List<Axis> result, int place, SizeSum offset) {
        Map<Axis, Index> indices = new LinkedHashMap<>();
        List<Axis> targets = new ArrayList<>(result);
        Axis whole = targets.remove(place);
        for (Axis axis : part.type().positional()) {
            if (axis.equals(end)) {
                indices.put(axis, new Index.Affine(Map.of(whole, 1), offset.times(-1), 1));
            } else {
                Axis target = targets.stream()
                        .filter(t -> t.dim().equals(axis.dim()))
                        .findFirst()
                        .orElseThrow();
                targets.remove(target);
                indices.put(axis, Index.of(target));
            }
        }
        return new TypedExpression.Access(
                span, part.type().withPositional(result), part, indices, List.of(), List.of(end), 0);
    }

    /** As a last axis, one index for each value. */
    TypedExpression stack(Ast.Call call, List<TypedExpression> parts) {
        Optional<Broadcast.Aligned> aligned = expressions.broadcast(call.span(), parts);
        if (aligned.isEmpty() || !haveOneKind(call, parts)) {
            return new Broken(call.span());
        }
        ValueType all = new ValueType(parts.get(0).type().kind(), aligned.get().shape());
        Axis last = newAxis(all, Dim.anonymous(SizeSum.of(parts.size()), 1));
        List<SizeSum> offsets = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            offsets.add(SizeSum.of(i));
        }
        TypedExpression stacked = choice(call.span(), last, aligned.get().operands(), offsets, 0, parts.size());
        List<Axis> axes = new ArrayList<>(all.positional());
        axes.add(last);
        return new TypedExpression.Rename(call.span(), all.withPositional(axes), stacked, Map.of());
    }

    /** The axis of a dim behind those that a value has. */
    static Axis newAxis(ValueType type, Dim dim) {
        long earlier = type.positional().stream()
                .filter(axis -> axis.dim().equals(dim))
                .count();
        return Axis.of(dim, (int) earlier);
    }

    /** The piece in whose part of the axis an index lies: a tree, as a chain would be as deep as there are pieces. */
    private static TypedExpression choice(
            Span span, Axis axis, List<TypedExpression> pieces, List<SizeSum> offsets, int from, int to) {
        if (to - from == 1) {
            return pieces.get(from);
        }
        int middle = (from + to) / 2;
        TypedExpression low = choice(span, axis, pieces, offsets, from, middle);
        TypedExpression high = choice(span, axis, pieces, offsets, middle, to);
        TypedExpression position = new TypedExpression.Position(span, axis);
        TypedExpression start = new TypedExpression.SizeValue(span, offsets.get(middle));
        ValueType isLow = new ValueType(Kind.BOOL, Shape.of(axis));
        TypedExpression condition = new TypedExpression.Apply(span, isLow, Primitive.LT, List.of(position, start));
        Shape shape = low.type().shape().union(high.type().shape()).union(Shape.of(axis));
        return new TypedExpression.If(span, new ValueType(low.type().kind(), shape), condition, low, high);
    }

    /** The indices from one, inclusive, to another, exclusive. */
    TypedExpression slice(Ast.Call call, TypedExpression x) {
        Optional<Axis> along = oneAxis(call, x);
        Optional<Quotient> from = expressions.sizes().size(call.arguments().get(1));
        Optional<Quotient> to = expressions.sizes().size(call.arguments().get(2));
        if (along.isEmpty() || from.isEmpty() || to.isEmpty()) {
            return new Broken(call.span());
        }
        SizeSum start = from.get().sum();
        SizeSum end = to.get().sum();
        SizeSum size = SizeSum.of(along.get().dim());
        SizeSum length = end.minus(start);
        boolean isEmpty = length.isConstant() && length.constant() < 1;
        if (isEmpty || !session.requireNonNegative(List.of(start, size.minus(end)), List.of(), call.span())) {
            session.report(
                    DiagnosticCode.SLICE_OUT_OF_RANGE,
                    call.span(),
                    start.toString(),
                    end.toString(),
                    along.get().dim().name(),
                    size.toString());
            return new Broken(call.span());
        }
        List<Axis> axes = x.type().positional();
        List<Dim> dims = new ArrayList<>(axes.stream().map(Axis::dim).toList());
        dims.set(axes.indexOf(along.get()), Quotient.of(length).dim());
        List<Axis> result = Shape.over(dims).axes();
        Map<Axis, Index> indices = new LinkedHashMap<>();
        for (int i = 0; i < axes.size(); i++) {
            boolean cut = axes.get(i).equals(along.get());
            SizeSum offset = cut ? start : SizeSum.of(0);
            indices.put(axes.get(i), new Index.Affine(Map.of(result.get(i), 1), offset, 1));
        }
        return new TypedExpression.Access(
                call.span(), x.type().withPositional(result), x, indices, List.of(), List.of(), 0);
    }

    /** The axis in brackets, or the last. */
    private Optional<Axis> oneAxis(Ast.Call call, TypedExpression x) {
        List<Axis> axes = x.type().positional();
        String function = call.function().text();
        if (call.axes().isPresent() && call.axes().get().size() != 1) {
            String found = String.valueOf(call.axes().get().size());
            session.report(DiagnosticCode.ONE_AXIS, call.span(), function, found);
            return Optional.empty();
        }
        if (call.axes().isPresent()) {
            return expressions.brackets().all(call, x).map(named -> named.get(0));
        }
        if (axes.isEmpty()) {
            session.report(
                    DiagnosticCode.TOO_FEW_AXES,
                    call.span(),
                    function,
                    "1",
                    x.type().toString());
            return Optional.empty();
        }
        return Optional.of(axes.get(axes.size() - 1));
    }

    private boolean haveOneKind(Ast.Call call, List<TypedExpression> parts) {
        for (TypedExpression part : parts) {
            Kind kind = parts.get(0).type().kind();
            if (!part.type().kind().equals(kind)) {
                session.report(
                        DiagnosticCode.WRONG_ELEMENT_TYPE,
                        part.span(),
                        ValueType.single(kind) + ", as the first argument of '"
                                + call.function().text() + "'",
                        ValueType.single(part.type().kind()));
                return false;
            }
        }
        return true;
    }
}
