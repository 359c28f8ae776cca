package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import java.util.List;
import java.util.Set;

/**
 * One loop nest, or straight-line code if it has no axes.
 *
 * @param axes what it loops over, outermost first
 * @param body its statements, in order
 * @param results the values it is there for
 * @param reads the values it finds in memory; another one that lies there too is computed anew, as memory may not hold it
 *     yet when this kernel runs
 */
public record Kernel(List<Axis> axes, List<Statement> body, List<Node> results, Set<Node> reads) implements Step {
    public Kernel {
        axes = List.copyOf(axes);
        body = List.copyOf(body);
        results = List.copyOf(results);
        reads = Set.copyOf(reads);
    }
}
