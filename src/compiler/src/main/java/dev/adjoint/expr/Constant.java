package dev.adjoint.expr;

import java.util.List;

/** A number, or a truth value as 1 or 0. */
public final class Constant extends Node {
    private final double value;

    Constant(int id, ElementType type, double value) {
        super(id, Shape.SCALAR, type, List.of(), Double.isFinite(value));
        this.value = value;
    }

    public double value() {
        return value;
    }

    @Override
    public boolean isConstant(double other) {
        return value == other;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return type() == ElementType.BOOL ? String.valueOf(value != 0) : Double.toString(value);
    }
}
