package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import java.util.Set;

/**
 * A step of a site, which may go into a kernel of its own.
 *
 * @param node the value that becomes a local; null for an action
 * @param statement computes that local; null for an action
 * @param action what is done; null for a local
 * @param bytes estimated bytecode
 * @param mentions locals of other steps and values in memory that it reads
 */
record Item(Node node, Statement statement, Action action, int bytes, Set<Node> mentions) {
    boolean isLocal() {
        return statement != null;
    }
}
