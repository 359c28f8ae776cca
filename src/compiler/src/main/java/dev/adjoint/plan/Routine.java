package dev.adjoint.plan;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A lambda as code, planned once for all its calls. Its formals lie in the order of axes of their shapes.
 *
 * @param results for each of the lambda's results in which order of axes it is left; nothing for one that no caller wants
 * @param dims whose sizes it must be told
 * @param pass what it does; has memory of its own, as no routine is called by itself
 */
public record Routine(Lambda lambda, List<Optional<Shape>> results, List<Dim> dims, Pass pass) {
    public Routine {
        results = List.copyOf(results);
        dims = List.copyOf(dims);
    }
}
