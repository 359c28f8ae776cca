package dev.adjoint.expr;

import java.util.List;

/** {@code if condition then a else b}, for each index on its own. Only the taken branch contributes, whatever the other is. */
public final class Select extends Node {
    Select(int id, Shape shape, Node condition, Node whenTrue, Node whenFalse) {
        super(
                id,
                shape,
                whenTrue.type(),
                List.of(condition, whenTrue, whenFalse),
                whenTrue.isFinite() && whenFalse.isFinite());
    }

    public Node condition() {
        return operand(0);
    }

    public Node whenTrue() {
        return operand(1);
    }

    public Node whenFalse() {
        return operand(2);
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return "if";
    }
}
