package dev.adjoint.expr;

import java.util.List;

/**
 * The same elements under other axes: the index along {@code from}, counted with the last axis fastest, is the index along
 * {@code to}. Both have as many elements. The operand need not have all of {@code from}; along those it lacks it is uniform.
 */
public final class Reshape extends Node {
    private final List<Axis> from;
    private final List<Axis> to;

    Reshape(int id, Shape shape, Node operand, List<Axis> from, List<Axis> to) {
        super(id, shape, operand.type(), List.of(operand), operand.isFinite());
        this.from = from;
        this.to = to;
    }

    public List<Axis> from() {
        return from;
    }

    public List<Axis> to() {
        return to;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return "reshape" + from + " to " + to;
    }
}
