package dev.adjoint.expr;

import java.util.List;

/**
 * The adjoint of a gather: at index {@code t} of the target axes, the sum of the body's elements whose computed indices equal
 * {@code t}, over the bound axes.
 */
public final class Scatter extends Node {
    private final List<Axis> targets;
    private final List<Axis> bound;

    Scatter(int id, Shape shape, List<Node> operands, List<Axis> targets, List<Axis> bound) {
        super(id, shape, ElementType.REAL, operands, operands.get(0).isFinite());
        this.targets = targets;
        this.bound = bound;
    }

    /** What is summed. */
    public Node body() {
        return operand(0);
    }

    /** The axes that the computed indices run over. */
    public List<Axis> targets() {
        return targets;
    }

    /** Integers over bound and other axes of the body, one for each target. */
    public List<Node> indices() {
        return operands().subList(1, operands().size());
    }

    /** The axes summed over. */
    public List<Axis> bound() {
        return bound;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return "scatter" + targets + " over " + bound;
    }
}
