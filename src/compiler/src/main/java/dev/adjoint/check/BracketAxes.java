package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the axes of an argument that a call names in brackets: {@code transpose[k, n](x)}, {@code sum[13](x)}. */
final class BracketAxes {
    private final Session session;
    private final Scope scope;
    private final IndexRanges ranges;

    BracketAxes(Session session, Scope scope, IndexRanges ranges) {
        this.session = session;
        this.scope = scope;
        this.ranges = ranges;
    }

    /** Empty if something was reported. */
    Optional<List<Axis>> all(Ast.Call call, TypedExpression argument) {
        List<Axis> axes = new ArrayList<>();
        for (Ast.Axis written : call.axes().orElse(List.of())) {
            Optional<Axis> axis = one(call, written, argument);
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

    /** Empty if something was reported. */
    Optional<Axis> one(Ast.Call call, Ast.Axis written, TypedExpression argument) {
        List<Axis> axes = argument.type().shape().axes();
        Optional<Axis> known = Optional.empty();
        if (written.name().isPresent()) {
            String name = written.name().get().text();
            known = scope.axis(name)
                    .or(() -> axes.stream()
                            .filter(axis -> axis.name().equals(name))
                            .findFirst());
        } else {
            Optional<Dim> dim = ranges.dim(written);
            if (dim.isEmpty()) {
                return Optional.empty();
            }
            known = dim.map(Axis::of);
        }
        if (known.isEmpty() || !axes.contains(known.get())) {
            reportMissing(call, written, argument);
            return Optional.empty();
        }
        Axis axis = known.get();
        boolean isTwice = axes.stream()
                        .filter(a -> a.isCanonical() && a.dim().equals(axis.dim()))
                        .count()
                > 1;
        boolean isOne =
                written.name().filter(name -> scope.isOneAxis(name.text())).isPresent();
        if (axis.isCanonical() && isTwice && !isOne) {
            Optional<Axis> named =
                    new AxisNames(scope.axisNames()).find(written.span().text(), axis.dim(), argument);
            if (named.isPresent()) {
                return named;
            }
            session.report(
                    DiagnosticCode.AMBIGUOUS_AXIS,
                    written.span(),
                    call.function().text(),
                    written.span().text(),
                    ValueType.text(axes));
            return Optional.empty();
        }
        return Optional.of(axis);
    }

    void reportMissing(Ast.Call call, Ast.Axis written, TypedExpression argument) {
        session.report(
                DiagnosticCode.MISSING_AXIS,
                written.span(),
                call.function().text(),
                written.span().text(),
                argument.type().toString());
    }
}
