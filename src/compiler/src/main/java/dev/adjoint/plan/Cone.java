package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Walks from values down to what they are computed from, without recursion: a DAG may be deeper than the stack. */
final class Cone {
    private final Predicate<Node> isLeaf;
    private final Set<Node> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Node> order = new ArrayList<>();

    /**
     * @param isLeaf where the walk ends; leaves are not part of the cone
     */
    Cone(Predicate<Node> isLeaf) {
        this.isLeaf = isLeaf;
    }

    static List<Node> of(Collection<? extends Node> roots, Predicate<Node> isLeaf) {
        Cone cone = new Cone(isLeaf);
        roots.forEach(cone::add);
        return cone.order;
    }

    /** What has been reached: every node behind its operands, and close to them. */
    List<Node> order() {
        return order;
    }

    void add(Node root) {
        Deque<Visit> path = new ArrayDeque<>();
        enter(root, path);
        while (!path.isEmpty()) {
            Visit visit = path.peek();
            if (visit.next < visit.node.operands().size()) {
                enter(visit.node.operand(visit.next++), path);
            } else {
                order.add(path.pop().node);
            }
        }
    }

    private void enter(Node node, Deque<Visit> path) {
        if (!isLeaf.test(node) && entered.add(node)) {
            path.push(new Visit(node));
        }
    }

    /** A node on the path, and which of its operands comes next. */
    private static final class Visit {
        private final Node node;
        private int next;

        Visit(Node node) {
            this.node = node;
        }
    }
}
