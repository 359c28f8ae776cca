package dev.adjoint.grad;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;

/** Local derivatives, as both sweeps use them. */
final class Partials {
    private Partials() {}

    /** @throws NotDifferentiableException if the operator has none */
    static Node of(Dag dag, Apply apply, int index) {
        if (!apply.primitive().hasPartials()) {
            throw new NotDifferentiableException(apply);
        }
        return apply.primitive().partial(dag, apply, index);
    }

    static Node times(Dag dag, Node a, Node b) {
        if (a.isConstant(1)) {
            return b;
        }
        return b.isConstant(1) ? a : dag.mul(a, b);
    }
}
