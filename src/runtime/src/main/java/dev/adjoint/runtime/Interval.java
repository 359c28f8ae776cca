package dev.adjoint.runtime;

/**
 * The open interval a constrained parameter stays in; an infinite bound is no bound.
 *
 * @param low lower bound, exclusive
 * @param high upper bound, exclusive
 */
public record Interval(double low, double high) {
    /** All real numbers. */
    public static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Interval {
        if (!(low < high)) {
            throw new IllegalArgumentException("empty interval " + low + ".." + high);
        }
    }

    public boolean isAll() {
        return equals(ALL);
    }

    public boolean contains(double value) {
        return low < value && value < high;
    }

    /** {@code (low, high)}. */
    @Override
    public String toString() {
        return "(" + low + ", " + high + ")";
    }
}
