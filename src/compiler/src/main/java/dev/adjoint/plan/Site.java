package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import java.util.Comparator;
import java.util.List;

/**
 * A loop nest to be: values of one level over one iteration space are computed together.
 *
 * @param level how many reductions lie before it
 * @param axes its loops, outermost first
 */
record Site(int level, List<Axis> axes) implements Comparable<Site> {
    private static final Comparator<Site> ORDER =
            Comparator.comparingInt(Site::level).thenComparingInt(Site::rank).thenComparing(s -> s.axes.toString());

    int rank() {
        return axes.size();
    }

    /** How many loops surround the computation of {@code node}: all up to the innermost it depends on. */
    int depth(Node node) {
        int depth = rank();
        while (depth > 0 && !node.shape().contains(axes.get(depth - 1))) {
            depth--;
        }
        return depth;
    }

    /** Whether the node depends on the outermost loops only, so that nothing is computed twice. */
    boolean hasPrefix(List<Axis> some) {
        return axes.subList(0, Math.min(some.size(), rank())).containsAll(some);
    }

    /**
     * Sites run in this order. At one level, smaller spaces come first: a value may be read in a larger space than its
     * own, never in a smaller one.
     */
    @Override
    public int compareTo(Site other) {
        return ORDER.compare(this, other);
    }
}
