package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import java.util.List;

/** A part of a pass: a loop nest, a call of a method that is the code of a lambda, or of the runtime's kernel. */
public sealed interface Step permits Kernel, Invocation, Recurrence, Multiplication {
    /** The values it is there for. */
    List<Node> results();
}
