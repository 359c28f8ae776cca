package dev.adjoint.grad;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.SizeSum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Windows that lie side by side: {@code x[2*i + r]} with {@code r} below 2 reads every element once, from the first on, so
 * that {@code i} and {@code r} together are one axis. Its adjoint is the same elements in that axis; to solve for {@code i}
 * would take a division and a test for each {@code r}.
 */
final class Tiles {
    private final Access access;
    /** For each pair of variables the axis that they are. */
    private final Map<List<Axis>, Axis> flat = new LinkedHashMap<>();

    private final Map<Axis, Index> indices = new LinkedHashMap<>();

    Tiles(Access access) {
        this.access = access;
        for (int k = 0; k < access.axes().size(); k++) {
            Axis axis = access.axes().get(k);
            Index index = access.indices().get(k);
            List<Axis> pair = index instanceof Index.Affine affine ? pair(affine) : List.of();
            if (!pair.isEmpty() && isOnlyAt(k, pair)) {
                Axis together = together(axis, pair);
                flat.put(pair, together);
                index = Index.of(together);
            }
            indices.put(axis, index);
        }
    }

    /** The tile and the place in it, of an index that is made of them; else none. */
    private static List<Axis> pair(Index.Affine index) {
        if (index.terms().size() != 2 || index.divisor() != 1 || !index.offset().equals(SizeSum.of(0))) {
            return List.of();
        }
        List<Axis> axes = List.copyOf(index.terms().keySet());
        for (int i = 0; i < 2; i++) {
            Axis tile = axes.get(i);
            Axis place = axes.get(1 - i);
            int size = index.terms().get(tile);
            if (size > 1 && index.terms().get(place) == 1 && place.dim().size().orElse(0) == size) {
                return List.of(tile, place);
            }
        }
        return List.of();
    }

    private boolean isOnlyAt(int position, List<Axis> pair) {
        for (int k = 0; k < access.indices().size(); k++) {
            boolean isElsewhere = k != position
                    && access.indices().get(k) instanceof Index.Affine affine
                    && pair.stream().anyMatch(affine.terms()::containsKey);
            boolean isComputed = access.indices().get(k) instanceof Index.Computed computed
                    && access.computed(computed).shape().containsAny(pair);
            if (isElsewhere || isComputed) {
                return false;
            }
        }
        return true;
    }

    /** Over the dim of the array if the tiles fill it. */
    private Axis together(Axis axis, List<Axis> pair) {
        SizeSum count =
                SizeSum.of(pair.get(0).dim()).times(pair.get(1).dim().size().getAsInt());
        Dim dim = count.equals(SizeSum.of(axis.dim())) ? axis.dim() : Dim.anonymous(count, 1);
        Axis name = new Axis(axis.name(), dim);
        while (access.shape().contains(name)
                || flat.containsValue(name)
                || !name.equals(axis) && access.axes().contains(name)) {
            name = new Axis(name.name() + "'", dim);
        }
        return name;
    }

    /** What reads the same elements along the flat axes; the array itself if that is all of it. */
    Node access(Dag dag) {
        List<Node> computed = access.operands().subList(1, access.operands().size());
        return flat.isEmpty() ? access : dag.access(access.array(), indices, computed, access.isTotal());
    }

    /** A node over axes of the access along the flat ones. */
    Node flattened(Dag dag, Node node) {
        Node result = node;
        for (Map.Entry<List<Axis>, Axis> entry : flat.entrySet()) {
            result = dag.reshape(result, entry.getKey(), List.of(entry.getValue()));
        }
        return result;
    }
}
