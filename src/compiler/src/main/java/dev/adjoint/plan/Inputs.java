package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import java.util.List;

/** What the code of a node reads: its operands, or, of a contraction, the arrays that its factors are views of. */
final class Inputs {
    private Inputs() {}

    static List<Node> of(Node node) {
        Contraction contraction = Contraction.of(node);
        return contraction == null
                ? node.operands()
                : List.of(contraction.left().array(), contraction.right().array());
    }
}
