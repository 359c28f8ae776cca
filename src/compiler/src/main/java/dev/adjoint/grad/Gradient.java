package dev.adjoint.grad;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Select;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reverse-mode symbolic differentiation: one sweep from a scalar down to what it depends on, building the adjoint of each
 * node as an expression.
 *
 * <p>The adjoint of a node may have fewer axes than the node: along the axes it lacks it is uniform. An operand with fewer
 * axes than its user receives the sum over the axes it lacks.
 *
 * <p>A node used only by branches of conditionals has a <em>guard</em>, the condition under which any of them is taken.
 * Derivatives along its path are multiplied together inside of {@code if guard then ... else 0}, so that where no branch
 * is taken the result is 0 whatever the partials are there: NaN and infinity of an untaken branch cannot leak.
 */
public final class Gradient {
    private final Dag dag;
    private final Set<Node> active;
    private final Map<Node, List<Contribution>> contributions = new HashMap<>();
    private final Map<Node, Node> adjoints = new LinkedHashMap<>();

    private Gradient(Dag dag, Set<Node> active) {
        this.dag = dag;
        this.active = active;
    }

    /**
     * The derivative of {@code root} with respect to each node of {@code wrt}, which need not be leaves.
     *
     * @param root a scalar
     * @return for each of {@code wrt}, in order, a node over some of its axes; the constant 0 where the root does not
     *     depend on it
     * @throws NotDifferentiableException if an operator on the way has no partials
     */
    public static Map<Node, Node> of(Dag dag, Node root, Collection<? extends Node> wrt) {
        if (!root.shape().isScalar() || root.type() != ElementType.REAL) {
            throw new IllegalArgumentException("gradient of " + root.type() + root.shape());
        }
        List<Node> order = Reachable.from(root);
        Gradient sweep = new Gradient(dag, dependingOn(order, wrt));
        sweep.contribute(root, new Contribution(null, dag.constant(1)));
        for (int i = order.size() - 1; i >= 0; i--) {
            sweep.visit(order.get(i));
        }
        dag.origin(List.of());
        Map<Node, Node> result = new LinkedHashMap<>();
        wrt.forEach(node -> result.put(node, sweep.adjoints.getOrDefault(node, dag.constant(0))));
        return result;
    }

    /** Nodes through which the root depends on {@code wrt} by real numbers. */
    private static Set<Node> dependingOn(List<Node> order, Collection<? extends Node> wrt) {
        Set<Node> depending = new LinkedHashSet<>(wrt);
        for (Node node : order) {
            if (node.type() == ElementType.REAL && node.operands().stream().anyMatch(depending::contains)) {
                depending.add(node);
            }
        }
        return depending;
    }

    private void visit(Node node) {
        List<Contribution> received = contributions.remove(node);
        if (received == null) {
            return;
        }
        dag.origin(dag.origins(node));
        Contribution adjoint = total(received);
        adjoints.put(node, adjoint.guarded(dag));
        if (node instanceof Apply apply) {
            for (int i = 0; i < node.operands().size(); i++) {
                if (active.contains(node.operand(i))) {
                    pass(node, i, adjoint, Partials.of(dag, apply, i));
                }
            }
        } else if (node instanceof Reduce reduce && active.contains(reduce.body())) {
            pass(node, 0, adjoint, reduce.reduction().partial(dag, reduce));
        } else if (node instanceof Select select) {
            Node taken = select.condition();
            branch(node, 1, taken, adjoint);
            branch(node, 2, dag.not(taken), adjoint);
        }
    }

    private void pass(Node node, int index, Contribution adjoint, Node partial) {
        if (!partial.isConstant(0)) {
            contribute(node, index, new Contribution(adjoint.guard, Partials.times(dag, adjoint.value, partial)));
        }
    }

    private void branch(Node node, int index, Node condition, Contribution adjoint) {
        if (active.contains(node.operand(index))) {
            Node guard = adjoint.guard == null ? condition : dag.and(adjoint.guard, condition);
            contribute(node, index, new Contribution(guard, adjoint.value));
        }
    }

    /** Adds to an operand's adjoint, summed over the axes of {@code user} that the operand lacks. */
    private void contribute(Node user, int index, Contribution contribution) {
        Node operand = user.operand(index);
        List<Axis> spread = user.shape().minus(operand.shape().axes()).axes();
        boolean leaf = operand.operands().isEmpty();
        contribute(operand, spread.isEmpty() ? contribution : contribution.summed(dag, spread, leaf));
    }

    private void contribute(Node node, Contribution contribution) {
        contributions.computeIfAbsent(node, n -> new ArrayList<>()).add(contribution);
    }

    /** The sum of contributions; guarded where all of them are. */
    private Contribution total(List<Contribution> all) {
        Set<Node> guards = new LinkedHashSet<>();
        all.forEach(c -> guards.add(c.guard));
        if (guards.size() == 1) {
            return new Contribution(
                    guards.iterator().next(),
                    sum(all.stream().map(Contribution::value).toList()));
        }
        Node value = sum(all.stream().map(c -> c.guarded(dag)).toList());
        return new Contribution(
                guards.contains(null) ? null : guards.stream().reduce(dag::or).get(), value);
    }

    private Node sum(List<Node> terms) {
        return terms.size() == 1 ? terms.get(0) : dag.apply(Primitive.ADD, terms);
    }

    /**
     * A part of an adjoint: {@code value} where {@code guard} holds, 0 elsewhere.
     *
     * @param guard a truth value, or null for everywhere
     */
    private record Contribution(Node guard, Node value) {
        Node guarded(Dag dag) {
            return guard == null ? value : dag.select(guard, value, dag.constant(0));
        }

        /** Summed over {@code axes}; the guard becomes "anywhere along them", which a leaf can do without. */
        Contribution summed(Dag dag, List<Axis> axes, boolean leaf) {
            Node sum = dag.reduce(Reduction.SUM, axes, guarded(dag));
            if (guard == null || leaf) {
                return new Contribution(null, sum);
            }
            Node indicator = dag.select(guard, dag.constant(1), dag.constant(0));
            return new Contribution(dag.gt(dag.reduce(Reduction.MAX, axes, indicator), dag.constant(0)), sum);
        }
    }
}
