package dev.adjoint.expr;

import java.util.List;

/** A reduction that binds axes of its body. */
public final class Reduce extends Node {
    private final Reduction reduction;
    private final List<Axis> axes;

    Reduce(int id, Reduction reduction, List<Axis> axes, Node body) {
        super(
                id,
                body.shape().minus(axes),
                ElementType.REAL,
                List.of(body),
                body.isFinite() && hasElements(reduction, axes));
        this.reduction = reduction;
        this.axes = axes;
    }

    /** The largest of no elements is infinite, their sum and product are not. */
    private static boolean hasElements(Reduction reduction, List<Axis> axes) {
        return Double.isFinite(reduction.start())
                || axes.stream().allMatch(axis -> axis.dim().size().orElse(0) > 0);
    }

    public Reduction reduction() {
        return reduction;
    }

    /** The bound axes, in the order of the body's shape; never empty. */
    public List<Axis> axes() {
        return axes;
    }

    public Node body() {
        return operand(0);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return reduction.symbol() + axes;
    }
}
