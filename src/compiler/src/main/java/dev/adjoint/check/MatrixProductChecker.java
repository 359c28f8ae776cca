package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.check.TypedExpression.Factor;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks {@code a @ b}: the sum over the last axis of {@code a}, which is the first axis of {@code b}, or the first behind
 * leading axes that {@code a} has as well. [.., n, k] x [k, m] -> [.., n, m]; [b, n, k] x [b, k, m] -> [b, n, m].
 */
final class MatrixProductChecker {
    private final Session session;

    MatrixProductChecker(Session session) {
        this.session = session;
    }

    TypedExpression check(Span span, TypedExpression a, TypedExpression b) {
        List<Axis> left = a.type().positional();
        List<Axis> right = b.type().positional();
        for (TypedExpression operand : List.of(a, b)) {
            if (operand.type().positional().isEmpty()) {
                String found = operand.type().toString();
                session.report(DiagnosticCode.CONTRACTION_OF_SCALAR, operand.span(), found);
                return new Broken(span);
            }
        }
        int batch = batchAxes(left, right);
        if (batch < 0) {
            reportMismatch(span, a, b);
            return new Broken(span);
        }
        return contract(span, a, b, batch);
    }

    /** How many leading axes of {@code right} are also {@code left}'s, -1 if nothing can be contracted. */
    private static int batchAxes(List<Axis> left, List<Axis> right) {
        Dim contracted = left.get(left.size() - 1).dim();
        List<Dim> others = dims(left.subList(0, left.size() - 1));
        for (int i = 0; i < right.size(); i++) {
            if (right.get(i).dim().equals(contracted)) {
                return i;
            }
            if (!others.remove(right.get(i).dim())) {
                return -1;
            }
        }
        return -1;
    }

    private static List<Dim> dims(List<Axis> axes) {
        List<Dim> dims = new ArrayList<>();
        axes.forEach(axis -> dims.add(axis.dim()));
        return dims;
    }

    private TypedExpression contract(Span span, TypedExpression a, TypedExpression b, int batch) {
        List<Axis> left = a.type().positional();
        List<Axis> right = b.type().positional();
        List<Axis> kept = left.subList(0, left.size() - 1);
        List<Axis> rest = right.subList(batch + 1, right.size());
        List<Dim> dims = dims(kept);
        dims.addAll(dims(rest));
        List<Axis> result = Shape.over(dims).axes();

        Axis last = left.get(left.size() - 1);
        Axis contracted = last;
        for (int primes = 0; result.contains(contracted); primes++) {
            contracted = Axis.of(last.dim(), primes);
        }
        Map<Axis, Axis> leftNames = new HashMap<>(Map.of(last, contracted));
        Map<Axis, Axis> rightNames = new HashMap<>(Map.of(right.get(batch), contracted));
        List<Axis> free = new ArrayList<>(kept);
        for (Axis axis : right.subList(0, batch)) {
            Axis shared = free.stream()
                    .filter(other -> other.dim().equals(axis.dim()))
                    .findFirst()
                    .orElseThrow();
            free.remove(shared);
            rightNames.put(axis, shared);
        }
        for (int i = 0; i < rest.size(); i++) {
            rightNames.put(rest.get(i), result.get(kept.size() + i));
        }
        List<Axis> keptNames = result.subList(0, kept.size());
        for (int i = 0; i < kept.size(); i++) {
            leftNames.put(kept.get(i), keptNames.get(i));
        }
        TypedExpression x = renamed(a, leftNames);
        TypedExpression y = renamed(b, rightNames);
        ValueType product = ValueType.real(x.type().shape().union(y.type().shape()));
        List<Axis> variables = product.shape().minus(product.positional()).axes();
        ValueType type = ValueType.real(new Shape(result).union(new Shape(variables)));
        TypedExpression terms =
                new TypedExpression.Product(span, product, List.of(new Factor(false, x), new Factor(false, y)));
        return new TypedExpression.Reduce(span, type, Reduction.SUM, List.of(contracted), terms);
    }

    /** The operand itself if the names fit already. */
    static TypedExpression renamed(TypedExpression operand, Map<Axis, Axis> names) {
        Map<Axis, Axis> changes = new HashMap<>(names);
        changes.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
        if (changes.isEmpty()) {
            return operand;
        }
        List<Axis> axes = operand.type().shape().axes().stream()
                .map(axis -> changes.getOrDefault(axis, axis))
                .toList();
        ValueType type = new ValueType(operand.type().kind(), new Shape(axes));
        return new TypedExpression.Rename(operand.span(), type, operand, changes);
    }

    private void reportMismatch(Span span, TypedExpression a, TypedExpression b) {
        List<Axis> left = a.type().positional();
        List<Axis> right = b.type().positional();
        String hint = fittingTransposition(a, b);
        List<String> arguments = new ArrayList<>(List.of(
                left.get(left.size() - 1).dim().name(),
                ValueType.text(left),
                right.get(0).dim().name(),
                ValueType.text(right)));
        if (!hint.isEmpty()) {
            arguments.add(hint);
        }
        session.report(DiagnosticCode.CONTRACTION_MISMATCH, span, arguments.toArray(String[]::new));
    }

    /** What to write so that it fits; empty if no transposition helps. */
    private static String fittingTransposition(TypedExpression a, TypedExpression b) {
        List<Axis> left = a.type().positional();
        List<Axis> right = b.type().positional();
        if (right.size() > 1 && batchAxes(left, swapped(right)) >= 0) {
            return "transpose(" + b.span().text() + ") has " + ValueType.text(swapped(right));
        }
        if (left.size() > 1 && batchAxes(swapped(left), right) >= 0) {
            return "transpose(" + a.span().text() + ") has " + ValueType.text(swapped(left));
        }
        if (batchAxes(right, left) >= 0) {
            return "'" + b.span().text() + " @ " + a.span().text() + "' fits";
        }
        return "";
    }

    private static List<Axis> swapped(List<Axis> axes) {
        List<Axis> swapped = new ArrayList<>(axes);
        Collections.swap(swapped, axes.size() - 1, axes.size() - 2);
        return swapped;
    }
}
