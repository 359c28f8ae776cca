package dev.adjoint.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
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

    /** The same as {@link #from} and everything in the bodies of lambdas, which stand before what applies them. */
    public static List<Node> withBodies(Collection<? extends Node> roots) {
        Set<Node> all = new LinkedHashSet<>(roots);
        Set<Lambda> entered = new HashSet<>();
        int before;
        do {
            before = all.size();
            for (Node node : from(all)) {
                all.add(node);
                Lambda lambda = node instanceof Call call ? call.lambda() : node instanceof Scan s ? s.step() : null;
                if (lambda != null && entered.add(lambda)) {
                    all.addAll(lambda.results());
                }
            }
        } while (all.size() != before);
        return from(all);
    }
}
