package dev.adjoint.expr;

import java.util.List;

/** An input, target or parameter of the model, by name. */
public final class Variable extends Node {
    private final Role role;
    private final String name;

    Variable(int id, Role role, String name, Shape shape) {
        super(id, shape, ElementType.REAL, List.of(), role != Role.FORMAL);
        this.role = role;
        this.name = name;
    }

    public Role role() {
        return role;
    }

    public String name() {
        return name;
    }

    /** Whether it lives with the parameters, trained or frozen. */
    public boolean isParameter() {
        return role == Role.PARAMETER || role == Role.FROZEN;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return name;
    }
}
