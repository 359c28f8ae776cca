package dev.adjoint.plan;

import dev.adjoint.expr.Call;
import dev.adjoint.expr.Node;
import java.util.List;
import java.util.Optional;

/**
 * A routine called once.
 *
 * @param arguments where its formals lie
 * @param outputs for each result that the routine gives, where it goes
 * @param results the values it is there for
 */
public record Invocation(
        Call call, Routine routine, List<Place> arguments, List<Optional<Place>> outputs, List<Node> results)
        implements Step {
    public Invocation {
        arguments = List.copyOf(arguments);
        outputs = List.copyOf(outputs);
        results = List.copyOf(results);
    }
}
