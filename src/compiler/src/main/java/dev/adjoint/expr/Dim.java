package dev.adjoint.expr;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/**
 * A named dimension of a model. Dims are compared by name and extent: two dims of equal size stay two dims.
 *
 * @param name as declared; of a dim that has no name of its own, its size as text: {@code 13}, {@code h - 2}
 * @param extent its size, as far as the model says
 */
public record Dim(String name, Extent extent) {
    public Dim {
        Objects.requireNonNull(name);
        Objects.requireNonNull(extent);
    }

    /** A dim whose size the data decide. */
    public static Dim unbound(String name) {
        return new Dim(name, new Extent.Unbound());
    }

    public static Dim fixed(String name, int size) {
        return new Dim(name, new Extent.Fixed(size));
    }

    /** The dim without a name that has {@code floor(numerator / divisor)} indices. */
    public static Dim anonymous(SizeSum numerator, int divisor) {
        Extent extent = Extent.of(numerator, divisor);
        if (extent instanceof Extent.Fixed fixed) {
            return new Dim(String.valueOf(fixed.size()), extent);
        }
        return new Dim(divisor == 1 ? numerator.toString() : "(" + numerator + ")/" + divisor, extent);
    }

    /** Whether its size is all it is known by. */
    public boolean isAnonymous() {
        return extent instanceof Extent.Fixed fixed
                ? name.equals(String.valueOf(fixed.size()))
                : extent instanceof Extent.Derived derived
                        && name.equals(anonymous(derived.numerator(), derived.divisor()).name);
    }

    public boolean isFixed() {
        return extent instanceof Extent.Fixed;
    }

    /** Whether it is certain that both have the same size, whatever the data. */
    public boolean hasSizeOf(Dim other) {
        return equals(other) || !(extent instanceof Extent.Unbound) && extent.equals(other.extent);
    }

    /**
     * Whether the indices of one are indices of the other. Two dims with names are two things whatever their sizes; one
     * without is a number of indices.
     */
    public boolean hasIndicesOf(Dim other) {
        return equals(other) || (isAnonymous() || other.isAnonymous()) && hasSizeOf(other);
    }

    /** Its size if that is fixed. */
    public OptionalInt size() {
        return extent instanceof Extent.Fixed fixed ? OptionalInt.of(fixed.size()) : OptionalInt.empty();
    }

    /** Its size where unbound dims have the sizes given. */
    public int size(ToIntFunction<Dim> unbound) {
        if (extent instanceof Extent.Fixed fixed) {
            return fixed.size();
        }
        return extent instanceof Extent.Derived derived
                ? Math.max(0, Math.floorDiv(derived.numerator().evaluate(d -> d.size(unbound)), derived.divisor()))
                : unbound.applyAsInt(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
