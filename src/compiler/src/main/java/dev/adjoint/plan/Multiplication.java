package dev.adjoint.plan;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import java.util.List;
import java.util.Optional;

/**
 * A sum of products over strided views, done by the runtime's kernel.
 *
 * @param reduce the sum
 * @param left one factor
 * @param right the other
 * @param place where the sums go
 * @param loops all axes, outermost first
 * @param index which of the pass's kernels it is; each remembers what it prepared for the sizes it saw last
 */
public record Multiplication(Reduce reduce, Factor left, Factor right, Place place, List<Axis> loops, int index)
        implements Step {
    public Multiplication {
        loops = List.copyOf(loops);
    }

    /**
     * An array, or elements of it.
     *
     * @param access the elements; nothing if it is all of the array
     */
    public record Factor(Place array, Optional<Access> access) {}

    @Override
    public List<Node> results() {
        return List.of(reduce);
    }
}
