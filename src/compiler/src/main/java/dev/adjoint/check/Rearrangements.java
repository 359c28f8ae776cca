package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks {@code transpose}, {@code flatten} and {@code reshape}: the same elements along other axes. */
final class Rearrangements {
    private final ExpressionChecker expressions;
    private final Session session;

    Rearrangements(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.session = expressions.session();
    }

    /** The last two axes swapped, or the axes in the order of the brackets. */
    TypedExpression transpose(Ast.Call call, TypedExpression x) {
        List<Axis> axes = x.type().positional();
        List<Axis> order;
        if (call.axes().isEmpty()) {
            if (axes.size() < 2) {
                return tooFewAxes(call, x, "2");
            }
            order = new ArrayList<>(axes);
            Collections.swap(order, axes.size() - 1, axes.size() - 2);
        } else {
            Optional<List<Axis>> named = expressions.brackets().all(call, x);
            if (named.isEmpty()) {
                return new Broken(call.span());
            }
            order = named.get();
            if (order.size() != axes.size()) {
                String all = ValueType.text(axes);
                session.report(DiagnosticCode.INCOMPLETE_ORDER, call.span(), ValueType.text(order), all);
                return new Broken(call.span());
            }
        }
        List<Axis> canonical =
                Shape.over(order.stream().map(Axis::dim).toList()).axes();
        Map<Axis, Axis> names = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            if (!order.get(i).equals(canonical.get(i))) {
                names.put(order.get(i), canonical.get(i));
            }
        }
        return new TypedExpression.Rename(call.span(), x.type().withPositional(canonical), x, names);
    }

    /** Neighbouring axes as one: those in brackets, or all but the first. */
    TypedExpression flatten(Ast.Call call, TypedExpression x) {
        List<Axis> axes = x.type().positional();
        List<Axis> from = axes.isEmpty() ? axes : axes.subList(1, axes.size());
        if (call.axes().isPresent()) {
            Optional<List<Axis>> named = expressions.brackets().all(call, x);
            if (named.isEmpty()) {
                return new Broken(call.span());
            }
            from = named.get();
        }
        if (from.isEmpty()) {
            return tooFewAxes(call, x, "2");
        }
        int first = axes.indexOf(from.get(0));
        if (first + from.size() > axes.size()
                || !axes.subList(first, first + from.size()).equals(from)) {
            session.report(DiagnosticCode.NOT_ADJACENT, call.span(), ValueType.text(from), ValueType.text(axes));
            return new Broken(call.span());
        }
        List<Dim> dims = new ArrayList<>(dims(axes.subList(0, first)));
        dims.add(new Quotient(count(from), 1).dim());
        dims.addAll(dims(axes.subList(first + from.size(), axes.size())));
        return reshape(call, x, dims, first, axes.size() - first - from.size());
    }

    /** Axes of other dims with as many elements; leading ones that agree stay. */
    TypedExpression reshape(Ast.Call call, TypedExpression x) {
        List<Dim> to = new ArrayList<>();
        for (Ast.Axis axis : call.axes().orElse(List.of())) {
            Optional<Dim> dim = expressions.sizes().declared(axis);
            if (dim.isEmpty()) {
                return new Broken(call.span());
            }
            to.add(dim.get());
        }
        List<Axis> axes = x.type().positional();
        int leading = 0;
        while (leading < Math.min(to.size(), axes.size())
                && axes.get(leading).dim().equals(to.get(leading))) {
            leading++;
        }
        SizeSum before = count(axes.subList(leading, axes.size()));
        SizeSum after = sizes(to.subList(leading, to.size()));
        if (!before.equals(after)) {
            session.report(
                    DiagnosticCode.RESHAPE_SIZES,
                    call.span(),
                    ValueType.text(axes),
                    ValueType.text(Shape.over(to)),
                    before.toString(),
                    after.toString());
            return new Broken(call.span());
        }
        return reshape(call, x, to, leading, 0);
    }

    /** @param leading how many axes at the front stay, @param trailing how many at the end */
    private static TypedExpression reshape(
            Ast.Call call, TypedExpression x, List<Dim> dims, int leading, int trailing) {
        List<Axis> axes = x.type().positional();
        List<Axis> to = Shape.over(dims).axes();
        List<Axis> moved = new ArrayList<>(axes.subList(leading, axes.size() - trailing));
        // Trailing axes may need other names, which those that are moved must not have then.
        Map<Axis, Axis> names = new HashMap<>();
        for (int i = 1; i <= trailing; i++) {
            names.put(axes.get(axes.size() - i), to.get(to.size() - i));
        }
        for (int i = 0; i < moved.size(); i++) {
            if (names.containsValue(moved.get(i))) {
                Axis away = new Axis("#" + i, moved.get(i).dim());
                names.put(moved.get(i), away);
                moved.set(i, away);
            }
        }
        return new TypedExpression.Reshape(
                call.span(),
                x.type().withPositional(to),
                MatrixProductChecker.renamed(x, names),
                moved,
                to.subList(leading, to.size() - trailing));
    }

    private TypedExpression tooFewAxes(Ast.Call call, TypedExpression x, String least) {
        String function = call.function().text();
        session.report(
                DiagnosticCode.TOO_FEW_AXES,
                call.span(),
                function,
                least,
                x.type().toString());
        return new Broken(call.span());
    }

    private static List<Dim> dims(List<Axis> axes) {
        return axes.stream().map(Axis::dim).toList();
    }

    private static SizeSum count(List<Axis> axes) {
        return sizes(dims(axes));
    }

    private static SizeSum sizes(List<Dim> dims) {
        SizeSum product = SizeSum.of(1);
        for (Dim dim : dims) {
            product = product.times(SizeSum.of(dim));
        }
        return product;
    }
}
