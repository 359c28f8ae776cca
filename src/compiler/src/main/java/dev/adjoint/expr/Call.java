package dev.adjoint.expr;

import java.util.List;

/**
 * A lambda applied to arguments. Its value is a tuple, of which a {@link Result} takes one component. An argument may lack
 * axes of its formal, along which it is uniform.
 */
public final class Call extends Node {
    private final Lambda lambda;

    Call(int id, Lambda lambda, List<Node> arguments) {
        super(id, Shape.SCALAR, ElementType.TUPLE, arguments, false);
        this.lambda = lambda;
    }

    public Lambda lambda() {
        return lambda;
    }

    /** One for each formal. */
    public List<Node> arguments() {
        return operands();
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return "call " + lambda.name();
    }
}
