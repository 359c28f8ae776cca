package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Shape;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing a model can be asked for: predict, forward, backward, or loss and gradient.
 *
 * @param name in the words of {@link dev.adjoint.runtime.Model}
 * @param methods the kernels in order, in portions that each fit into one method; scalars stay locals within a portion
 *     and lie in cells between portions
 * @param places where values lie that kernels read from memory
 * @param result the scalar it returns
 * @param scratch the axes of every scratch array: a slot holds one value at a time, of that many elements
 * @param cells number of scalar cells
 */
public record Pass(
        String name,
        List<List<Kernel>> methods,
        Map<Node, Place> places,
        Optional<Node> result,
        List<Shape> scratch,
        int cells) {
    public Pass {
        methods = List.copyOf(methods);
        places = Collections.unmodifiableMap(new IdentityHashMap<>(places));
        scratch = List.copyOf(scratch);
    }

    /** Whether one method holds it all. */
    public boolean isWhole() {
        return methods.size() == 1;
    }
}
