package dev.adjoint.expr;

import java.util.Objects;

/**
 * An index variable that runs over a dim. A tensor declared over dims {@code n, k} has the axes {@code n, k}; index
 * notation will add further variables over the same dims, which is why an axis is not simply its dim.
 *
 * @param name the variable; equal to the dim's name for the axis that a declaration introduces
 * @param dim what it runs over
 */
public record Axis(String name, Dim dim) {
    public Axis {
        Objects.requireNonNull(name);
        Objects.requireNonNull(dim);
    }

    /** The axis a declaration over {@code dim} introduces. */
    public static Axis of(Dim dim) {
        return new Axis(dim.name(), dim);
    }

    @Override
    public String toString() {
        return name;
    }
}
