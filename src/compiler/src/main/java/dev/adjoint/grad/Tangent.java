package dev.adjoint.grad;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import java.util.List;
import java.util.Map;

/**
 * Forward-mode symbolic differentiation: how a value changes when what it depends on moves along given directions.
 *
 * <p>Like an adjoint, a tangent may have fewer axes than its node; along those it lacks it is uniform.
 */
public final class Tangent {
    private Tangent() {}

    /**
     * The derivative of {@code root}, of any shape, along {@code directions}.
     *
     * @param directions the tangents of some nodes, each over axes of its node; all others start at 0
     * @return a node over axes of the root; the constant 0 where it does not depend on them
     * @throws NotDifferentiableException if an operator on the way has no partials
     */
    public static Node of(Dag dag, Node root, Map<? extends Node, Node> directions) {
        ForwardSweep sweep = new ForwardSweep(new Tangents(dag), directions);
        sweep.run(List.of(root));
        return sweep.tangent(root).orElse(dag.constant(0));
    }
}
