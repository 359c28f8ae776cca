package dev.adjoint.plan;

import dev.adjoint.expr.Shape;
import java.util.Locale;

/**
 * Where the elements of a value lie.
 *
 * @param storage in which kind of memory
 * @param index which array, or which offset, of that kind
 * @param shape the axes in storage order
 */
public record Place(Storage storage, int index, Shape shape) {
    /** {@code scratch 3[n, k]}. */
    @Override
    public String toString() {
        return storage.name().toLowerCase(Locale.ROOT) + " " + index + shape;
    }
}
