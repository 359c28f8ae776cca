package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import java.util.List;

/**
 * One loop nest, or straight-line code if it has no axes.
 *
 * @param axes what it loops over, outermost first
 * @param body its statements, in order
 * @param results the values it is there for
 */
public record Kernel(List<Axis> axes, List<Statement> body, List<Node> results) {
    public Kernel {
        axes = List.copyOf(axes);
        body = List.copyOf(body);
        results = List.copyOf(results);
    }
}
