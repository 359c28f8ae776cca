package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import java.util.List;

/** A part of a pass: a loop nest, or a call of a method that is the code of a lambda. */
public sealed interface Step permits Kernel, Invocation, Recurrence {
    /** The values it is there for. */
    List<Node> results();
}
