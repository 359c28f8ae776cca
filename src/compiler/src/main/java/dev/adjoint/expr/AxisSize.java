package dev.adjoint.expr;

import java.util.List;

/** The number of indices an axis runs over, as a real number. A constant of every run, known when data arrives. */
public final class AxisSize extends Node {
    private final Axis axis;

    AxisSize(int id, Axis axis) {
        super(id, Shape.SCALAR, ElementType.REAL, List.of(), true);
        this.axis = axis;
    }

    public Axis axis() {
        return axis;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return "size(" + axis + ")";
    }
}
