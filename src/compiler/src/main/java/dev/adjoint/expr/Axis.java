package dev.adjoint.expr;

import java.util.Objects;

/**
 * An index variable that runs over a dim. A tensor declared over dims {@code n, k} has the axes {@code n, k}, its
 * {@linkplain #isCanonical canonical} ones; index notation names further variables over the same dims, which is why an axis
 * is not simply its dim.
 *
 * @param name the variable; that of a canonical axis is its dim's, with primes where the dim occurs before
 * @param dim what it runs over
 */
public record Axis(String name, Dim dim) {
    private static final String PRIME = "'";

    public Axis {
        Objects.requireNonNull(name);
        Objects.requireNonNull(dim);
    }

    /** The axis a declaration over {@code dim} introduces. */
    public static Axis of(Dim dim) {
        return new Axis(dim.name(), dim);
    }

    /** The canonical axis of a dim that occurs {@code earlier} times before: {@code d}, {@code d'}, {@code d''}. */
    public static Axis of(Dim dim, int earlier) {
        return new Axis(dim.name() + PRIME.repeat(earlier), dim);
    }

    /** Whether it is the axis of a dim by position, rather than a variable that an author named. */
    public boolean isCanonical() {
        String dimName = dim.name();
        return name.startsWith(dimName)
                && name.substring(dimName.length()).replace(PRIME, "").isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
