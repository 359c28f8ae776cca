package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A loop nest to be: values of one level over one iteration space are computed together. Or a single call or scan.
 *
 * @param level how many others lie before it: reductions, and values that are in memory as a whole before they are read
 * @param axes its loops, outermost first
 * @param step the call or scan
 */
record Site(int level, List<Axis> axes, Optional<Node> step) implements Comparable<Site> {
    /** Consistent with equals: axes of one name may be over different dims, as those of two windows over one value. */
    private static final Comparator<Site> ORDER = Comparator.comparingInt(Site::level)
            .thenComparingInt(Site::rank)
            .thenComparing(s -> s.axes.toString())
            // Variables of one name may run over different dims: r below 2 in one sum, below 3 in another.
            .thenComparing(s -> s.axes.stream().map(Axis::dim).toList().toString())
            .thenComparing(s ->
                    s.axes.stream().map(axis -> axis.dim().extent()).toList().toString())
            .thenComparingInt(s -> s.step.map(Node::id).orElse(-1));

    static Site of(int level, List<Axis> axes) {
        return new Site(level, axes, Optional.empty());
    }

    static Site of(int level, Node step) {
        return new Site(level, List.of(), Optional.of(step));
    }

    /** The same with another order of loops. */
    Site nested(List<Axis> loops) {
        return new Site(level, loops, step);
    }

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
