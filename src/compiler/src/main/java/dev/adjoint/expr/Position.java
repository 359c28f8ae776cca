package dev.adjoint.expr;

/** The index along an axis, from 0, as a number. */
public final class Position extends Node {
    private final Axis axis;

    Position(int id, Axis axis) {
        super(id, Shape.of(axis), ElementType.REAL, java.util.List.of(), true);
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
        return "position(" + axis + ")";
    }
}
