package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What forward leaves to backward: reductions, results of calls and scans, and values that are not cheap, where backward
 * reaches them first. Cheap values in between are computed again.
 */
final class Saved {
    private final AxisOrder order;
    private final Map<Node, Place> places = new LinkedHashMap<>();
    private final List<Shape> arrays = new ArrayList<>();
    private int cells;

    Saved(AxisOrder order, List<Action.Copy> outputs, Node loss, List<Action.Copy> derivatives) {
        this.order = order;
        Map<Node, Place> stored = new IdentityHashMap<>();
        List<Node> roots = new ArrayList<>();
        for (Action.Copy output : outputs) {
            roots.add(output.value());
            if (Layouts.sameAxes(output.value().shape(), output.place().shape())) {
                stored.putIfAbsent(output.value(), output.place());
            }
        }
        roots.add(loss);
        Set<Node> forward = Collections.newSetFromMap(new IdentityHashMap<>());
        forward.addAll(Cone.ofCode(roots, node -> false));
        List<Node> targets = derivatives.stream().map(Action.Copy::value).toList();
        List<Node> reached = new ArrayList<>();
        Cone.ofCode(targets, node -> {
            if (node.operands().isEmpty()) {
                return true;
            }
            boolean isComponent = node instanceof Result result && forward.contains(result.tuple());
            boolean isDear = stored.containsKey(node) || node instanceof Reduce || !Cost.isCheap(node);
            boolean isSaved = isComponent || forward.contains(node) && isDear;
            if (isSaved) {
                reached.add(node);
            }
            return isSaved;
        });
        for (Node node : reached) {
            if (!places.containsKey(node)) {
                places.put(node, stored.containsKey(node) ? stored.get(node) : newPlace(node));
            }
        }
    }

    Map<Node, Place> places() {
        return places;
    }

    /** The axes of every saved array. */
    List<Shape> arrays() {
        return arrays;
    }

    /** Number of saved scalars. */
    int cells() {
        return cells;
    }

    private Place newPlace(Node node) {
        if (node.shape().isScalar()) {
            return new Place(Storage.SAVED_CELL, cells++, node.shape());
        }
        Shape shape = node instanceof Result result
                ? Layouts.ofResult(result.tuple(), result.index(), order)
                : order.sorted(node.shape());
        arrays.add(shape);
        return new Place(Storage.SAVED, arrays.size() - 1, shape);
    }
}
