package dev.adjoint.expr;

import java.util.List;

/** A component of the tuple that a {@link Call} or {@link Scan} gives. */
public final class Result extends Node {
    private final int index;

    Result(int id, Shape shape, ElementType type, Node tuple, int index) {
        super(id, shape, type, List.of(tuple), false);
        this.index = index;
    }

    public Node tuple() {
        return operand(0);
    }

    public int index() {
        return index;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return "result " + index;
    }
}
