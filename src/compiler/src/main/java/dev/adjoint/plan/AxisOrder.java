package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One order for all axes of a program, in which loops nest and computed values are stored: where declared tensors do not
 * contradict each other, their order, so that inner loops run along memory.
 */
final class AxisOrder implements Comparator<Axis> {
    private final Map<Axis, Integer> ranks = new HashMap<>();

    /**
     * @param dims of the model, in declared order, which decides where tensors leave a choice
     * @param outputs what is declared of outputs: a value may lack axes along which it is uniform
     * @param nodes all of the program, operands first
     */
    AxisOrder(List<Dim> dims, Collection<Shape> outputs, Collection<Node> nodes) {
        Map<Axis, Set<Axis>> before = new HashMap<>();
        for (Node node : nodes) {
            // Formals of adjoints have their axes as it happens.
            if (node instanceof Variable variable && variable.role() != Role.FORMAL) {
                List<Axis> axes = variable.shape().axes();
                for (int i = 1; i < axes.size(); i++) {
                    before.computeIfAbsent(axes.get(i), a -> new LinkedHashSet<>())
                            .add(axes.get(i - 1));
                }
            }
        }
        Set<Axis> entered = new HashSet<>();
        beside(axes(dims, outputs, nodes), tiles(nodes)).forEach(axis -> rank(axis, before, entered));
    }

    /** Ranks an axis behind those that tensors have before it, unless they contradict each other. */
    private void rank(Axis axis, Map<Axis, Set<Axis>> before, Set<Axis> entered) {
        if (entered.add(axis)) {
            before.getOrDefault(axis, Set.of()).forEach(other -> rank(other, before, entered));
            ranks.put(axis, ranks.size());
        }
    }

    /** Axes of tensors, then those that only expressions have. */
    private static Set<Axis> axes(List<Dim> dims, Collection<Shape> outputs, Collection<Node> nodes) {
        Set<Axis> axes = new LinkedHashSet<>();
        dims.forEach(dim -> axes.add(Axis.of(dim)));
        nodes.stream()
                .filter(Variable.class::isInstance)
                .forEach(node -> axes.addAll(node.shape().axes()));
        nodes.forEach(node -> axes.addAll(node.shape().axes()));
        outputs.forEach(shape -> axes.addAll(shape.axes()));
        return axes;
    }

    /** Axes that only expressions have, of small parts that become one axis with those that come before. */
    private static Map<Axis, Set<Axis>> tiles(Collection<Node> nodes) {
        Map<Axis, Set<Axis>> wholes = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node instanceof Reshape reshape && reshape.to().size() == 1) {
                for (int i = 1; i < reshape.from().size(); i++) {
                    wholes.computeIfAbsent(reshape.from().get(i), tile -> new LinkedHashSet<>())
                            .add(reshape.from().get(i - 1));
                }
            }
        }
        nodes.stream()
                .filter(Variable.class::isInstance)
                .forEach(node -> wholes.keySet().removeAll(node.shape().axes()));
        return wholes;
    }

    /** With the index variables over a dim next to each other, and tiles behind what they are parts of. */
    private static Set<Axis> beside(Set<Axis> axes, Map<Axis, Set<Axis>> tiles) {
        Map<Dim, Set<Axis>> byDim = new LinkedHashMap<>();
        axes.forEach(axis ->
                byDim.computeIfAbsent(axis.dim(), d -> new LinkedHashSet<>()).add(axis));
        Set<Axis> sorted = new LinkedHashSet<>();
        for (Set<Axis> all : byDim.values()) {
            for (Axis axis : all) {
                Optional<Axis> tile = tiles.keySet().stream()
                        .filter(t -> tiles.get(t).contains(axis))
                        .findFirst();
                tile.map(tiles::get).ifPresent(sorted::addAll);
                tile.ifPresent(sorted::add);
                if (!tiles.containsKey(axis)) {
                    sorted.add(axis);
                }
            }
        }
        sorted.addAll(axes);
        return sorted;
    }

    @Override
    public int compare(Axis a, Axis b) {
        return Integer.compare(ranks.get(a), ranks.get(b));
    }

    /** The same axes in this order. */
    Shape sorted(Shape shape) {
        List<Axis> axes = new ArrayList<>(shape.axes());
        axes.sort(this);
        return new Shape(axes);
    }
}
