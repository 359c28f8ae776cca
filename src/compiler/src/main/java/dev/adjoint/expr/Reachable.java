package dev.adjoint.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The nodes that some roots depend on. */
public final class Reachable {
    private Reachable() {}

    /** The roots and everything below them, operands before users. */
    public static List<Node> from(Collection<? extends Node> roots) {
        return from(roots, 0);
    }

    /** The same without nodes whose id is below {@code firstId}, nor what only they lead to. */
    public static List<Node> from(Node root, int firstId) {
        return from(List.of(root), firstId);
    }

    private static List<Node> from(Collection<? extends Node> roots, int firstId) {
        Set<Node> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        for (Node root : roots) {
            if (root.id() >= firstId && seen.add(root)) {
                open.push(root);
            }
        }
        while (!open.isEmpty()) {
            for (Node operand : open.pop().operands()) {
                if (operand.id() >= firstId && seen.add(operand)) {
                    open.push(operand);
                }
            }
        }
        List<Node> order = new ArrayList<>(seen);
        order.sort(Comparator.comparingInt(Node::id));
        return order;
    }

    public static List<Node> from(Node root) {
        return from(List.of(root));
    }
}
