package dev.adjoint.expr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Expressions with some of their nodes replaced. */
public final class Substitution {
    private Substitution() {}

    /**
     * For each root, and everything below, what becomes of it.
     *
     * @param replacements of nodes by nodes of the same DAG, whose axes must not be bound in the roots; lambdas are left
     *     as they are
     */
    public static Map<Node, Node> in(
            Dag dag, Collection<? extends Node> roots, Map<? extends Node, Node> replacements) {
        Map<Node, Node> images = new HashMap<>(replacements);
        for (Node node : Reachable.from(roots)) {
            if (images.containsKey(node)) {
                continue;
            }
            List<Node> operands = new ArrayList<>(node.operands().size());
            node.operands().forEach(operand -> operands.add(images.get(operand)));
            dag.origin(List.copyOf(dag.origins(node)));
            images.put(node, operands.equals(node.operands()) ? node : dag.with(node, operands));
        }
        dag.origin(List.of());
        return images;
    }
}
