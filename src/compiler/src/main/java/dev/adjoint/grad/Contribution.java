package dev.adjoint.grad;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A part of an adjoint: {@code value} where {@code guard} holds, 0 elsewhere.
 *
 * @param guard a truth value, or null for everywhere
 */
record Contribution(Node guard, Node value) {

    /** One that passes nothing on where it is 0, whatever the partials are there. */
    static Contribution guardedBySelf(Dag dag, Node value) {
        return new Contribution(dag.apply(Primitive.NE, value, dag.constant(0)), value);
    }

    /** The sum of contributions; guarded where all of them are. */
    static Contribution total(Dag dag, List<Contribution> all) {
        Set<Node> guards = new LinkedHashSet<>();
        all.forEach(c -> guards.add(c.guard));
        if (guards.size() == 1) {
            Node guard = guards.iterator().next();
            return new Contribution(
                    guard, sum(dag, all.stream().map(Contribution::value).toList()));
        }
        Node value = sum(dag, all.stream().map(c -> c.guarded(dag)).toList());
        boolean everywhere = guards.contains(null) || guards.stream().anyMatch(g -> guards.contains(dag.not(g)));
        return new Contribution(
                everywhere ? null : guards.stream().reduce(dag::or).get(), value);
    }

    private static Node sum(Dag dag, List<Node> terms) {
        return terms.size() == 1 ? terms.get(0) : dag.apply(Primitive.ADD, terms);
    }

    boolean isGuarded() {
        return guard != null;
    }

    Node guarded(Dag dag) {
        return guard == null || isGuardedBySelf() ? value : dag.select(guard, value, dag.constant(0));
    }

    private boolean isGuardedBySelf() {
        return guard.is(Primitive.NE)
                && guard.operand(0) == value
                && guard.operand(1).isConstant(0);
    }

    Contribution times(Dag dag, Node partial) {
        return new Contribution(guard, Partials.times(dag, value, partial));
    }

    /** The part of it where {@code condition} holds. */
    Contribution where(Dag dag, Node condition) {
        return new Contribution(guard == null ? condition : dag.and(guard, condition), value);
    }

    /** Summed over {@code axes}; the guard becomes "anywhere along them". */
    Contribution summed(Dag dag, List<Axis> axes, boolean keepGuard) {
        Node sum = dag.reduce(Reduction.SUM, axes, guarded(dag));
        return new Contribution(
                guard == null || !keepGuard
                        ? null
                        : dag.gt(dag.reduce(Reduction.MAX, axes, indicator(dag)), dag.constant(0)),
                sum);
    }

    /** What a linear operation with no negative coefficients makes of it; the guard becomes "anywhere that it takes from". */
    Contribution through(Dag dag, UnaryOperator<Node> linear, boolean keepGuard) {
        Node value = linear.apply(guarded(dag));
        return new Contribution(
                guard == null || !keepGuard ? null : dag.gt(linear.apply(indicator(dag)), dag.constant(0)), value);
    }

    private Node indicator(Dag dag) {
        return dag.select(guard, dag.constant(1), dag.constant(0));
    }
}
