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
 * <p>A sum over all that uses a node, or over all that reads an element, is 0 by itself where no user takes anything. It
 * stays so under finite partials, so the condition for it, "anywhere along the sum", is only written down once a partial
 * comes that may be infinite or NaN.
 *
 * @param guard a truth value, or null for everywhere
 * @param support where the guarded value is not 0 by itself, found when it is asked for; null for everywhere
 */
record Contribution(Node guard, Support support, Node value) {
    static Contribution everywhere(Node value) {
        return new Contribution(null, null, value);
    }

    /** One that passes nothing on where it is 0, whatever the partials are there. */
    static Contribution guardedBySelf(Dag dag, Node value) {
        return new Contribution(null, new Support(0, () -> dag.apply(Primitive.NE, value, dag.constant(0))), value);
    }

    /** The sum of contributions; guarded where all of them are. */
    static Contribution total(Dag dag, List<Contribution> all) {
        if (all.size() == 1) {
            return all.get(0);
        }
        boolean isSame = all.stream().allMatch(c -> c.guard == all.get(0).guard && c.support == all.get(0).support);
        if (isSame) {
            return new Contribution(
                    all.get(0).guard,
                    all.get(0).support,
                    sum(dag, all.stream().map(Contribution::value).toList()));
        }
        Node value = sum(dag, all.stream().map(c -> c.guarded(dag)).toList());
        Set<Node> guards = new LinkedHashSet<>();
        all.stream().filter(c -> c.support == null).forEach(c -> guards.add(c.guard));
        boolean everywhere = guards.contains(null) || guards.stream().anyMatch(g -> guards.contains(dag.not(g)));
        return everywhere ? everywhere(value) : new Contribution(null, any(dag, all), value);
    }

    private static Support any(Dag dag, List<Contribution> all) {
        int waiting = all.stream().mapToInt(Contribution::waiting).max().orElse(0);
        return new Support(
                waiting,
                () -> all.stream()
                        .map(c -> c.condition(dag))
                        .distinct()
                        .reduce(dag::or)
                        .orElseThrow());
    }

    private static Node sum(Dag dag, List<Node> terms) {
        return terms.size() == 1 ? terms.get(0) : dag.apply(Primitive.ADD, terms);
    }

    boolean isGuarded() {
        return guard != null || support != null;
    }

    Node guarded(Dag dag) {
        return guard == null ? value : dag.select(guard, value, dag.constant(0));
    }

    /** Outside of this it passes nothing on; null for everywhere. */
    private Node condition(Dag dag) {
        if (support == null) {
            return guard;
        }
        return guard == null ? support.condition() : dag.and(support.condition(), guard);
    }

    private int waiting() {
        return support == null ? 0 : support.waiting();
    }

    /** @param isFinite whether the partial is known to be a finite number everywhere */
    Contribution times(Dag dag, Node partial, boolean isFinite) {
        if (!isFinite) {
            return new Contribution(condition(dag), null, Partials.times(dag, value, partial));
        }
        boolean isWider = guard != null
                && !guard.shape()
                        .union(value.shape())
                        .containsAll(partial.shape().axes());
        return isWider
                ? new Contribution(
                        null, new Support(waiting(), () -> condition(dag)), Partials.times(dag, guarded(dag), partial))
                : new Contribution(guard, support, Partials.times(dag, value, partial));
    }

    /** The part of it where {@code condition} holds. */
    Contribution where(Dag dag, Node condition) {
        return new Contribution(guard == null ? condition : dag.and(guard, condition), support, value);
    }

    /** Summed over {@code axes}; the guard becomes "anywhere along them". */
    Contribution summed(Dag dag, List<Axis> axes, boolean keepGuard) {
        return carried(
                dag,
                dag.reduce(Reduction.SUM, axes, guarded(dag)),
                indicator -> dag.reduce(Reduction.MAX, axes, indicator),
                keepGuard);
    }

    /** What a linear operation with no negative coefficients makes of it; the guard becomes "anywhere that it takes from". */
    Contribution through(Dag dag, UnaryOperator<Node> linear, boolean keepGuard) {
        return carried(dag, linear.apply(guarded(dag)), linear, keepGuard);
    }

    private Contribution carried(Dag dag, Node sum, UnaryOperator<Node> largest, boolean keepGuard) {
        if (!keepGuard || !isGuarded()) {
            return everywhere(sum);
        }
        Node one = dag.constant(1);
        Node zero = dag.constant(0);
        Support anywhere =
                new Support(waiting(), () -> dag.gt(largest.apply(dag.select(condition(dag), one, zero)), zero));
        return new Contribution(null, anywhere, sum);
    }
}
