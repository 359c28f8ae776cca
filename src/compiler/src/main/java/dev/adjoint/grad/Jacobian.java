package dev.adjoint.grad;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The derivative of every element of a value by every element of another, as one expression with the axes of both.
 *
 * <p>Taken forward, once for each element of {@code by}, or in reverse, once for each element of {@code of}: "once for each"
 * is an axis of the expression, along which a sweep moves a different element.
 */
public final class Jacobian {
    private final Dag dag;
    private final Node of;
    private final Node by;
    private final Collection<Axis> along;

    private Jacobian(Dag dag, Node of, Node by, Collection<Axis> along) {
        this.dag = dag;
        this.of = of;
        this.by = by;
        this.along = along;
    }

    /**
     * @param along axes along which {@code of} is separable with respect to {@code by} ({@link Separability}); the derivative
     *     has them once
     * @param names what the other axes of {@code by} are called in the result; none of them an axis of {@code of}
     * @return over axes of {@code of}, {@code along}, and {@code names}
     * @throws NotDifferentiableException if an operator on the way has no partials
     */
    public static Node of(Dag dag, Node of, Node by, Collection<Axis> along, Map<Axis, Axis> names) {
        Jacobian jacobian = new Jacobian(dag, of, by, along);
        boolean isReverse = jacobian.elements(of) < jacobian.elements(by) && !jacobian.watchesTuples();
        return isReverse ? jacobian.reverse(names) : jacobian.forward(names);
    }

    /** Whether a sweep in reverse would hand adjoints of several elements at once to calls or scans, which take those of one. */
    private boolean watchesTuples() {
        return !of.shape().minus(along).isScalar()
                && Reachable.from(List.of(of)).stream().anyMatch(Result.class::isInstance);
    }

    private Node forward(Map<Axis, Axis> names) {
        Map<Axis, Axis> moving = fresh(by);
        Node tangent = Tangent.of(dag, of, Map.of(by, unit(moving)));
        Map<Axis, Axis> back = new HashMap<>();
        moving.forEach((axis, own) -> back.put(own, names.get(axis)));
        return dag.rename(tangent, back);
    }

    private Node reverse(Map<Axis, Axis> names) {
        Map<Axis, Axis> watched = fresh(of);
        Node adjoint = Gradient.of(dag, Map.of(of, unit(watched)), List.of(by)).get(by);
        Map<Axis, Axis> back = new LinkedHashMap<>(names);
        watched.forEach((axis, own) -> back.put(own, axis));
        return dag.rename(adjoint, back);
    }

    /** Axes that nothing else has, for those of the value that are not in {@code along}. */
    private Map<Axis, Axis> fresh(Node value) {
        Map<Axis, Axis> fresh = new LinkedHashMap<>();
        for (Axis axis : value.shape().minus(along).axes()) {
            fresh.put(axis, new Axis(axis.name() + "#" + dag.size(), axis.dim()));
        }
        return fresh;
    }

    /** 1 where each axis and its fresh one have the same index, else 0. */
    private Node unit(Map<Axis, Axis> fresh) {
        List<Node> equal = new ArrayList<>();
        fresh.forEach((axis, own) -> equal.add(dag.eq(dag.position(axis), dag.position(own))));
        return equal.stream()
                .reduce(dag::and)
                .<Node>map(all -> dag.select(all, dag.constant(1), dag.constant(0)))
                .orElse(dag.constant(1));
    }

    /** How many elements a value has for each index of {@code along}; very many if the model does not say. */
    private double elements(Node value) {
        double count = 1; // no integer, whose products of four would overflow
        for (Axis axis : value.shape().minus(along).axes()) {
            count *= axis.dim().size().orElse(1 << 20);
        }
        return count;
    }
}
