package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Scan;
import java.util.List;
import java.util.Optional;

/**
 * A routine called for each index of an axis.
 *
 * @param routine its formals and results are those of the scan's step
 * @param arguments of the scan: initial carries, sequences and constants. A sequence that varies lies along the scanned
 *     axis first
 * @param state where each carry is from step to step, and at the end
 * @param before where each carry is put aside before a step writes the next one: along the scanned axis, or in the same
 *     place each time
 * @param emissions where what is emitted goes, along the scanned axis
 * @param results the values it is there for
 */
public record Recurrence(
        Scan scan,
        Routine routine,
        List<Place> arguments,
        List<Place> state,
        List<Place> before,
        List<Optional<Place>> emissions,
        List<Node> results)
        implements Step {
    public Recurrence {
        arguments = List.copyOf(arguments);
        state = List.copyOf(state);
        before = List.copyOf(before);
        emissions = List.copyOf(emissions);
        results = List.copyOf(results);
    }
}
