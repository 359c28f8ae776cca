package dev.adjoint.grad;

import dev.adjoint.expr.Node;

/** An operator without partials stands between what is differentiated and what it is differentiated by. */
public final class NotDifferentiableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Node node;

    NotDifferentiableException(Node node) {
        super("no derivative of " + node);
        this.node = node;
    }

    /** The application of that operator. */
    public Node node() {
        return node;
    }
}
