package dev.adjoint.grad;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Node;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reverse-mode symbolic differentiation: one sweep from a scalar down to what it depends on, building the adjoint of each
 * node as an expression. A lambda is differentiated once, however often it is called: its adjoint is a lambda, too.
 *
 * <p>The adjoint of a node may have fewer axes than the node: along the axes it lacks it is uniform. An operand with fewer
 * axes than its user receives the sum over the axes it lacks.
 *
 * <p>A node used only by branches of conditionals has a <em>guard</em>, the condition under which any of them is taken.
 * Derivatives along its path are multiplied together inside of {@code if guard then ... else 0}, so that where no branch
 * is taken the result is 0 whatever the partials are there: NaN and infinity of an untaken branch cannot leak.
 */
public final class Gradient {
    private Gradient() {}

    /**
     * The derivative of {@code root} with respect to each node of {@code wrt}, which need not be leaves.
     *
     * @param root a scalar
     * @return for each of {@code wrt}, in order, a node over some of its axes; the constant 0 where the root does not
     *     depend on it
     * @throws NotDifferentiableException if an operator on the way has no partials
     */
    public static Map<Node, Node> of(Dag dag, Node root, Collection<? extends Node> wrt) {
        if (!root.shape().isScalar()) {
            throw new IllegalArgumentException("gradient of " + root.type() + root.shape());
        }
        return of(dag, Map.of(root, dag.constant(1)), wrt);
    }

    /**
     * The derivative of the sum of all roots' elements, each multiplied by its seed.
     *
     * @param seeds for each root, of any shape, a node over some of its axes; axes that the root lacks tell sums apart, and
     *     the derivatives have them, too
     * @return as for a single root
     * @throws NotDifferentiableException if an operator on the way has no partials
     */
    public static Map<Node, Node> of(Dag dag, Map<? extends Node, Node> seeds, Collection<? extends Node> wrt) {
        ReverseSweep sweep = new ReverseSweep(new Adjoints(dag), seeds.keySet(), wrt);
        seeds.forEach((root, seed) -> {
            if (root.type() != ElementType.REAL) {
                throw new IllegalArgumentException("gradient of " + root.type());
            }
            sweep.contribute(root, root.shape(), Contribution.everywhere(seed));
        });
        sweep.run();
        Map<Node, Node> result = new LinkedHashMap<>();
        for (Node node : wrt) {
            List<Contribution> adjoint = sweep.adjoint(node).stream().toList();
            result.put(
                    node, adjoint.isEmpty() ? dag.constant(0) : adjoint.get(0).guarded(dag));
        }
        return result;
    }
}
