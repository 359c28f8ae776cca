package dev.adjoint.expr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The free axes of a value, in storage order (the last varies fastest). A scalar has none.
 *
 * <p>Pointwise operators align operands by axis, never by position: the shape of {@code a + b} is the union.
 */
public record Shape(List<Axis> axes) {
    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        axes = List.copyOf(axes);
        if (new LinkedHashSet<>(axes).size() != axes.size()) {
            throw new IllegalArgumentException("an axis twice in " + axes);
        }
    }

    public static Shape of(Axis... axes) {
        return new Shape(List.of(axes));
    }

    /** The canonical axes over those dims, which may repeat. */
    public static Shape over(Collection<Dim> dims) {
        List<Axis> axes = new ArrayList<>();
        Map<Dim, Integer> earlier = new HashMap<>();
        for (Dim dim : dims) {
            axes.add(Axis.of(dim, earlier.merge(dim, 1, Integer::sum) - 1));
        }
        return new Shape(axes);
    }

    public boolean isScalar() {
        return axes.isEmpty();
    }

    /** What its axes run over, in order. */
    public List<Dim> dims() {
        return axes.stream().map(Axis::dim).toList();
    }

    public int rank() {
        return axes.size();
    }

    public boolean contains(Axis axis) {
        return axes.contains(axis);
    }

    public boolean containsAll(Collection<Axis> some) {
        return axes.containsAll(some);
    }

    public boolean containsAny(Collection<Axis> some) {
        return some.stream().anyMatch(axes::contains);
    }

    /** The axes of this shape followed by those of {@code other} that it lacks. */
    public Shape union(Shape other) {
        if (other.axes.isEmpty() || axes.equals(other.axes)) {
            return this;
        }
        LinkedHashSet<Axis> all = new LinkedHashSet<>(axes);
        all.addAll(other.axes);
        return all.size() == axes.size() ? this : new Shape(new ArrayList<>(all));
    }

    /** The axes of this shape that are not among {@code removed}, in order. */
    public Shape minus(Collection<Axis> removed) {
        if (!containsAny(removed)) {
            return this;
        }
        return new Shape(axes.stream().filter(a -> !removed.contains(a)).toList());
    }

    /** {@code [n, k]}, or the empty string for a scalar. */
    @Override
    public String toString() {
        return axes.isEmpty() ? "" : axes.stream().map(Axis::name).collect(Collectors.joining(", ", "[", "]"));
    }
}
