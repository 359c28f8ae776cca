package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Shape;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing a model can be asked for: predict, forward, backward, or loss and gradient; or what a lambda does.
 *
 * @param name in the words of {@link dev.adjoint.runtime.Model}; {@code run} for a lambda
 * @param methods the steps in order, in portions that each fit into one method; scalars stay locals within a portion
 *     and lie in cells between portions
 * @param places where values lie that steps read from memory
 * @param result the scalar it returns
 * @param scratch the axes of every scratch array: a slot holds one value at a time, of that many elements
 * @param cells number of scalar cells
 * @param multiplications number of {@link Multiplication} steps
 */
public record Pass(
        String name,
        List<List<Step>> methods,
        Map<Node, Place> places,
        Optional<Node> result,
        List<Shape> scratch,
        int cells,
        int multiplications) {
    public Pass {
        methods = List.copyOf(methods);
        places = Collections.unmodifiableMap(new IdentityHashMap<>(places));
        scratch = List.copyOf(scratch);
    }

    /** The routines it calls, each once, in the order of their first calls. */
    public List<Routine> routines() {
        Set<Routine> routines = new LinkedHashSet<>();
        for (List<Step> steps : methods) {
            for (Step step : steps) {
                if (step instanceof Invocation invocation) {
                    routines.add(invocation.routine());
                } else if (step instanceof Recurrence recurrence) {
                    routines.add(recurrence.routine());
                }
            }
        }
        return List.copyOf(routines);
    }

    /** How many elements the array must have that a place is in. */
    public Shape capacity(Place place) {
        return place.storage() == Storage.SCRATCH ? scratch.get(place.index()) : place.shape();
    }

    /** Whether one method holds it all. */
    public boolean isWhole() {
        return methods.size() == 1;
    }
}
