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
import java.util.function.Function;
import java.util.function.Predicate;

/** Walks from values down to what they are computed from, without recursion: a DAG may be deeper than the stack. */
final class Cone {
    private final Predicate<Node> isLeaf;
    private final Function<Node, List<Node>> inputs;
    private final Set<Node> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Node> order = new ArrayList<>();

    /**
     * @param isLeaf where the walk ends; leaves are not part of the cone
     * @param inputs what a value is computed from
     */
    Cone(Predicate<Node> isLeaf, Function<Node, List<Node>> inputs) {
        this.isLeaf = isLeaf;
        this.inputs = inputs;
    }

    /** What code that computes the roots comes across. */
    static List<Node> ofCode(Collection<? extends Node> roots, Predicate<Node> isLeaf) {
        Cone cone = new Cone(isLeaf, Inputs::of);
        roots.forEach(cone::add);
        return cone.order;
    }

    static List<Node> of(Collection<? extends Node> roots, Predicate<Node> isLeaf) {
        Cone cone = new Cone(isLeaf, Node::operands);
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
            if (visit.next < visit.inputs.size()) {
                enter(visit.inputs.get(visit.next++), path);
            } else {
                order.add(path.pop().node);
            }
        }
    }

    private void enter(Node node, Deque<Visit> path) {
        if (!isLeaf.test(node) && entered.add(node)) {
            path.push(new Visit(node, inputs.apply(node)));
        }
    }

    /** A node on the path, and which of its inputs comes next. */
    private static final class Visit {
        private final Node node;
        private final List<Node> inputs;
        private int next;

        Visit(Node node, List<Node> inputs) {
            this.node = node;
            this.inputs = inputs;
        }
    }
}
