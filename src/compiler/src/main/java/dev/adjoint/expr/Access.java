package dev.adjoint.expr;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Elements of an array picked by index: {@code x[n, c, i + r, 2*j + s - 1]}, {@code E[ids[n], e]}. The value at an index is
 * the array's element at the computed place, and 0 where an affine index lies outside of its axis.
 *
 * <p>All axes of the array are indexed, those that are kept by themselves. Axes that the array lacks may be indexed too: it
 * is uniform along them, but 0 outside.
 */
public final class Access extends Node {
    private final List<Axis> axes;
    private final List<Index> indices;
    private final boolean isTotal;

    Access(int id, Shape shape, List<Node> operands, List<Axis> axes, List<Index> indices, boolean isTotal) {
        super(id, shape, operands.get(0).type(), operands, operands.get(0).isFinite());
        this.axes = axes;
        this.indices = indices;
        this.isTotal = isTotal;
    }

    /** What is read. */
    public Node array() {
        return operand(0);
    }

    /** The axes that are indexed: those of the array, in the order of its shape, then those it lacks. */
    public List<Axis> axes() {
        return axes;
    }

    /** One for each of {@link #axes}. */
    public List<Index> indices() {
        return indices;
    }

    /** What computed indices are: operands after the array, integers. */
    public Node computed(Index.Computed index) {
        return operand(index.operand());
    }

    /** Whether no affine index can lie outside. */
    public boolean isTotal() {
        return isTotal;
    }

    /** Whether it only gives the array's axes other names: it has all elements, and no others. */
    public boolean isRenaming() {
        return isTotal
                && shape().rank() == array().shape().rank()
                && IntStream.range(0, axes.size()).allMatch(this::isRenamed);
    }

    /** An index variable over a smaller dim would read the first elements only. */
    private boolean isRenamed(int position) {
        return indices.get(position) instanceof Index.Affine affine
                && affine.isVariable()
                && affine.terms()
                        .keySet()
                        .iterator()
                        .next()
                        .dim()
                        .hasSizeOf(axes.get(position).dim());
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return (isTotal ? "access" : "access or 0 ") + axes + " at " + indices;
    }
}
