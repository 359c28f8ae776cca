package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The axes of what works on each element: those of all operands. Where one operand has a dim twice and another once, it is
 * not clear which axis is meant.
 */
final class Broadcast {
    private final Session session;

    Broadcast(Session session) {
        this.session = session;
    }

    /** Empty if something was reported. */
    Optional<Shape> of(Span span, List<TypedExpression> operands) {
        List<Axis> axes = new ArrayList<>();
        boolean repeats = false;
        for (TypedExpression operand : operands) {
            for (Axis axis : operand.type().shape().axes()) {
                if (!axes.contains(axis)) {
                    axes.add(axis);
                    repeats |= axis.isCanonical() && !axis.equals(Axis.of(axis.dim()));
                }
            }
        }
        if (repeats && reportAmbiguity(span, operands)) {
            return Optional.empty();
        }
        Shape shape = new Shape(axes);
        warnOfSpreading(span, operands, shape);
        return Optional.of(shape);
    }

    /**
     * An axis that is known by its size only, beside another of that size: of {@code [n, t]} and {@code [n, 6]} where t is 6
     * the result is over {@code [n, t, 6]}, which is rarely what is meant.
     */
    private void warnOfSpreading(Span span, List<TypedExpression> operands, Shape shape) {
        for (TypedExpression one : operands) {
            for (Axis axis : one.type().shape().axes()) {
                if (!axis.dim().isAnonymous() || !axis.isCanonical()) {
                    continue;
                }
                for (TypedExpression other : operands) {
                    Optional<Axis> named = other.type().shape().axes().stream()
                            .filter(a -> !a.dim().equals(axis.dim()) && a.dim().hasSizeOf(axis.dim()))
                            .filter(a -> !one.type().shape().contains(a))
                            .findFirst();
                    if (named.isPresent() && !other.type().shape().contains(axis)) {
                        session.report(
                                DiagnosticCode.SPREAD_BY_SIZE,
                                span,
                                describe(other),
                                describe(one),
                                named.get().toString(),
                                axis.toString(),
                                ValueType.text(shape));
                        return;
                    }
                }
            }
        }
    }

    private boolean reportAmbiguity(Span span, List<TypedExpression> operands) {
        Map<Dim, TypedExpression> most = new HashMap<>();
        for (TypedExpression operand : operands) {
            for (Axis axis : operand.type().positional()) {
                most.merge(axis.dim(), operand, (a, b) -> count(b, axis.dim()) > count(a, axis.dim()) ? b : a);
            }
        }
        for (TypedExpression few : operands) {
            for (Axis axis : few.type().positional()) {
                TypedExpression many = most.get(axis.dim());
                if (count(many, axis.dim()) > count(few, axis.dim())) {
                    session.report(
                            DiagnosticCode.AMBIGUOUS_BROADCAST,
                            span,
                            describe(many),
                            describe(few),
                            axis.dim().name());
                    return true;
                }
            }
        }
        return false;
    }

    private static long count(TypedExpression operand, Dim dim) {
        return operand.type().positional().stream()
                .filter(axis -> axis.dim().equals(dim))
                .count();
    }

    /** {@code 'W' over [u, u]}. */
    static String describe(TypedExpression operand) {
        String text = operand.span().text();
        String shown = text.length() <= 40 && !text.contains("\n") ? text : "...";
        return "'" + shown + "' over " + ValueType.text(operand.type().shape());
    }
}
