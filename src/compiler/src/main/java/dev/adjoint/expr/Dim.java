package dev.adjoint.expr;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A named dimension of a model. Dims are compared by name: two dims of equal size stay two dims.
 *
 * @param name as declared
 * @param size its fixed size, or empty for a dim that is bound when data arrives
 */
public record Dim(String name, OptionalInt size) {
    public Dim {
        Objects.requireNonNull(name);
        if (size.isPresent() && size.getAsInt() < 0) {
            throw new IllegalArgumentException("dim " + name + " of size " + size.getAsInt());
        }
    }

    /** A dim whose size the data decide. */
    public static Dim unbound(String name) {
        return new Dim(name, OptionalInt.empty());
    }

    public static Dim fixed(String name, int size) {
        return new Dim(name, OptionalInt.of(size));
    }

    public boolean isFixed() {
        return size.isPresent();
    }

    @Override
    public String toString() {
        return name;
    }
}
