package dev.adjoint.grad;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Select;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Forward-mode symbolic differentiation: how a value changes when what it depends on moves along given directions.
 *
 * <p>Like an adjoint, a tangent may have fewer axes than its node; along those it lacks it is uniform.
 */
public final class Tangent {
    private final Dag dag;
    private final Map<Node, Node> tangents;

    private Tangent(Dag dag, Map<? extends Node, Node> directions) {
        this.dag = dag;
        this.tangents = new HashMap<>(directions);
    }

    /**
     * The derivative of {@code root}, of any shape, along {@code directions}.
     *
     * @param directions the tangents of some nodes, each over axes of its node; all others start at 0
     * @return a node over axes of the root; the constant 0 where it does not depend on them
     * @throws NotDifferentiableException if an operator on the way has no partials
     */
    public static Node of(Dag dag, Node root, Map<? extends Node, Node> directions) {
        Tangent sweep = new Tangent(dag, directions);
        for (Node node : Reachable.from(root)) {
            if (node.type() == ElementType.REAL && !sweep.tangents.containsKey(node)) {
                dag.origin(dag.origins(node));
                Node tangent = sweep.visit(node);
                if (tangent != null) {
                    sweep.tangents.put(node, tangent);
                }
            }
        }
        dag.origin(List.of());
        return sweep.tangents.getOrDefault(root, dag.constant(0));
    }

    /** Null for zero. */
    private Node visit(Node node) {
        if (node instanceof Apply apply) {
            List<Node> terms = new ArrayList<>();
            for (int i = 0; i < node.operands().size(); i++) {
                Node tangent = tangents.get(node.operand(i));
                if (tangent != null) {
                    terms.add(Partials.times(dag, Partials.of(dag, apply, i), tangent));
                }
            }
            terms.removeIf(term -> term.isConstant(0));
            return terms.size() > 1 ? dag.apply(Primitive.ADD, terms) : terms.isEmpty() ? null : terms.get(0);
        }
        if (node instanceof Reduce reduce && tangents.containsKey(reduce.body())) {
            Node partial = reduce.reduction().partial(dag, reduce);
            Node term = Partials.times(dag, partial, tangents.get(reduce.body()));
            return dag.reduce(Reduction.SUM, reduce.axes(), term);
        }
        if (node instanceof Select select) {
            Node whenTrue = tangents.get(select.whenTrue());
            Node whenFalse = tangents.get(select.whenFalse());
            return whenTrue == null && whenFalse == null
                    ? null
                    : dag.select(select.condition(), orZero(whenTrue), orZero(whenFalse));
        }
        return null;
    }

    private Node orZero(Node tangent) {
        return tangent == null ? dag.constant(0) : tangent;
    }
}
