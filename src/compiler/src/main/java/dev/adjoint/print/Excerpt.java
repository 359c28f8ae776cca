package dev.adjoint.print;

import dev.adjoint.expr.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The nodes that some formulas are made of, operands first, and how often each is used among them. */
final class Excerpt {
    private final Map<Node, Integer> uses = new HashMap<>();
    private final List<Node> nodes;

    private Excerpt(Collection<Node> roots, Predicate<Node> outside, int most) {
        Set<Node> found = new HashSet<>(roots);
        Deque<Node> waiting = new ArrayDeque<>(found);
        while (!waiting.isEmpty()) {
            for (Node operand : waiting.poll().operands()) {
                uses.merge(operand, 1, Integer::sum);
                if (found.size() < most && !outside.test(operand) && found.add(operand)) {
                    waiting.add(operand);
                }
            }
        }
        nodes = new ArrayList<>(found);
        nodes.sort(Comparator.comparingInt(Node::id));
    }

    /** All that {@code roots} depend on. */
    static Excerpt of(Collection<Node> roots) {
        return new Excerpt(roots, node -> false, Integer.MAX_VALUE);
    }

    /** What is nearest to {@code root}, up to {@code most} nodes and to the nodes {@code outside}. */
    static Excerpt around(Node root, Predicate<Node> outside, int most) {
        return new Excerpt(List.of(root), outside, most);
    }

    /** Operands before users. */
    List<Node> nodes() {
        return nodes;
    }

    int uses(Node node) {
        return uses.getOrDefault(node, 0);
    }
}
