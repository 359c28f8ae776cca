package dev.adjoint.lower;

import dev.adjoint.check.TypedExpression;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scans that are being lowered, outermost first, with the formal variables of their steps. In a step a value at the
 * scan's index has no axis for it: where it is the same whatever is carried, it is computed along the whole axis outside of
 * the scan, and is a formal variable, its slice, inside.
 */
final class Frames {
    private final Dag dag;
    private final Set<Axis> hidden;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Set<String> names = new HashSet<>();
    /** The innermost frame on whose formals a node depends, counted from 1; 0 for none. */
    private final Map<Node, Integer> depths = new HashMap<>();

    Frames(Dag dag) {
        this(dag, List.of(), Set.of());
    }

    /**
     * @param formals names that are taken by formals around the scans
     * @param hidden axes of scans in which all of this happens
     */
    Frames(Dag dag, Collection<String> formals, Set<Axis> hidden) {
        this.dag = dag;
        this.names.addAll(formals);
        this.hidden = Set.copyOf(hidden);
    }

    /** Axes that values have in the eyes of the checker, but not in a step. */
    Set<Axis> hidden() {
        Set<Axis> all = new LinkedHashSet<>(hidden);
        frames.forEach(frame -> all.add(frame.axis));
        return all;
    }

    /** One scan: its axis, and for each slice what it is a slice of. */
    final class Frame {
        private final Axis axis;
        private final int depth;
        private final Map<Node, Variable> slices = new LinkedHashMap<>();

        private Frame(Axis axis, int depth) {
            this.axis = axis;
            this.depth = depth;
        }

        Axis axis() {
            return axis;
        }

        /** Whether a node changes from step to step. */
        boolean changes(Node node) {
            return depth(node) >= depth;
        }

        /** A formal variable of the step. */
        Variable formal(String name, Shape shape) {
            String base = name + "_" + axis.name();
            String free = base;
            for (int i = 2; !names.add(free); i++) {
                free = base + i;
            }
            Variable formal = dag.variable(Role.FORMAL, free, shape);
            depths.put(formal, depth);
            return formal;
        }

        /** Formals by what they are slices of. */
        Map<Node, Variable> slices() {
            return slices;
        }

        private Node slice(String name, Node sequence) {
            Variable slice = slices.computeIfAbsent(
                    Truth.number(dag, sequence), s -> formal(name, s.shape().minus(List.of(axis))));
            return Truth.value(dag, sequence.type(), slice);
        }
    }

    /** Begins the step of a scan. */
    Frame enter(Axis axis) {
        Frame frame = new Frame(axis, frames.size() + 1);
        frames.addLast(frame);
        return frame;
    }

    void leave(Frame frame) {
        frames.removeLast();
        depths.values().removeIf(depth -> depth >= frame.depth);
    }

    /** Axes of the array whose index depends on a scan in which the array, or another index, changes. */
    Set<Axis> changing(TypedExpression.Access access, Node array, List<Node> computed) {
        Set<Axis> changing = new LinkedHashSet<>();
        access.indices().forEach((axis, index) -> {
            for (Frame frame : frames) {
                boolean changes = frame.changes(array) || computed.stream().anyMatch(frame::changes);
                if (changes
                        && index instanceof Index.Affine affine
                        && affine.terms().containsKey(frame.axis)) {
                    changing.add(axis);
                }
            }
        });
        return changing;
    }

    /**
     * The value without the axes of scans: the slices at their indices. It must not change with what is carried.
     *
     * @param name of the value, for people
     */
    Node sliced(String name, Node value) {
        Node sliced = value;
        for (Frame frame : frames) {
            if (sliced.shape().contains(frame.axis)) {
                sliced = frame.slice(name, sliced);
            }
        }
        return sliced;
    }

    /** Without recursion: values may be deep. */
    private int depth(Node root) {
        Deque<Node> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Node node = open.peek();
            int deepest = 0;
            boolean ready = true;
            for (Node operand : node.operands()) {
                Integer known = depths.get(operand);
                if (known == null) {
                    open.push(operand);
                    ready = false;
                } else {
                    deepest = Math.max(deepest, known);
                }
            }
            if (ready) {
                depths.putIfAbsent(node, deepest);
                open.pop();
            }
        }
        return depths.get(root);
    }
}
