package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The axes of what works on each element: those of all operands. Where one operand has a dim twice and another once, the
 * names that the author of the body gave to their axes tell which is meant; else it is not clear.
 */
final class Broadcast {
    private final Session session;
    private final Scope scope;

    Broadcast(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    /**
     * Operands whose axes agree.
     *
     * @param shape of all of them together
     */
    record Aligned(Shape shape, List<TypedExpression> operands) {
        Aligned {
            operands = List.copyOf(operands);
        }
    }

    /** Empty if something was reported. */
    Optional<Aligned> of(Span span, List<TypedExpression> operands) {
        Optional<Aligned> aligned = aligned(span, operands);
        aligned.ifPresent(all -> warnOfSpreading(span, all.operands(), all.shape()));
        return aligned;
    }

    private Optional<Aligned> aligned(Span span, List<TypedExpression> operands) {
        Shape shape = union(operands);
        boolean repeats =
                shape.axes().stream().anyMatch(axis -> axis.isCanonical() && !axis.equals(Axis.of(axis.dim())));
        if (!repeats) {
            return Optional.of(new Aligned(shape, operands));
        }
        Map<Dim, TypedExpression> most = most(operands);
        List<TypedExpression> aligned = new ArrayList<>();
        for (TypedExpression operand : operands) {
            Optional<Dim> unclear = operand.type().positional().stream()
                    .map(Axis::dim)
                    .filter(dim -> count(operand, dim) < count(most.get(dim), dim))
                    .findFirst();
            Optional<TypedExpression> renamed =
                    unclear.isEmpty() ? Optional.of(operand) : new Alignment(most).renamed(operand);
            if (renamed.isEmpty()) {
                report(span, most.get(unclear.get()), operand, unclear.get());
                return Optional.empty();
            }
            aligned.add(renamed.get());
        }
        return Optional.of(aligned.equals(operands) ? new Aligned(shape, operands) : inOrder(aligned));
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

    private static Shape union(List<TypedExpression> operands) {
        Shape shape = Shape.SCALAR;
        for (TypedExpression operand : operands) {
            shape = shape.union(operand.type().shape());
        }
        return shape;
    }

    /** The operand that has a dim most often. */
    private static Map<Dim, TypedExpression> most(List<TypedExpression> operands) {
        Map<Dim, TypedExpression> most = new HashMap<>();
        for (TypedExpression operand : operands) {
            for (Axis axis : operand.type().positional()) {
                most.merge(axis.dim(), operand, (a, b) -> count(b, axis.dim()) > count(a, axis.dim()) ? b : a);
            }
        }
        return most;
    }

    /** {@code b[o] + x[t, o]} with two of a dim has the axes of b first, as it has with others. */
    private static Aligned inOrder(List<TypedExpression> operands) {
        Map<Axis, Axis> names = CanonicalAxes.of(union(operands), axis -> false);
        List<TypedExpression> renamed = operands.stream()
                .map(operand -> MatrixProductChecker.renamed(operand, names))
                .toList();
        return new Aligned(union(renamed), renamed);
    }

    /** Finds the axes of one operand among those of others by their names. */
    private final class Alignment {
        private final Map<Dim, TypedExpression> most;
        private final AxisNames names = new AxisNames(scope.axisNames());

        Alignment(Map<Dim, TypedExpression> most) {
            this.most = most;
        }

        /** Empty if some axis has no namesake, or more than one. */
        Optional<TypedExpression> renamed(TypedExpression few) {
            Map<Axis, String> own = names.of(few);
            Map<Axis, Axis> changes = new HashMap<>();
            for (Axis axis : few.type().positional()) {
                TypedExpression many = most.get(axis.dim());
                if (count(few, axis.dim()) < count(many, axis.dim())) {
                    Optional<Axis> namesake =
                            Optional.ofNullable(own.get(axis)).flatMap(name -> names.find(name, axis.dim(), many));
                    if (namesake.isEmpty()) {
                        return Optional.empty();
                    }
                    changes.put(axis, namesake.get());
                }
            }
            Set<Axis> targets = new HashSet<>(changes.values());
            return targets.size() < changes.size()
                    ? Optional.empty()
                    : Optional.of(MatrixProductChecker.renamed(few, changes));
        }
    }

    private void report(Span span, TypedExpression many, TypedExpression few, Dim dim) {
        session.report(DiagnosticCode.AMBIGUOUS_BROADCAST, span, describe(many), describe(few), dim.name());
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
