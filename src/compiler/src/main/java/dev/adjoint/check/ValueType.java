package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a value is: what its elements are, and the axes they are laid out along, in order. */
public record ValueType(Kind kind, Shape shape) {
    static final ValueType NUMBER = real(Shape.SCALAR);

    static ValueType real(Shape shape) {
        return new ValueType(Kind.REAL, shape);
    }

    ElementType element() {
        return kind.element();
    }

    boolean isReal() {
        return kind.equals(Kind.REAL);
    }

    /**
     * The axes that count by position, in subscripts and for functions that speak of the last axis: all but index variables
     * of an author, along which everything happens for each index on its own.
     */
    List<Axis> positional() {
        return shape.axes().stream().filter(Axis::isCanonical).toList();
    }

    /** The same with other positional axes in their place. */
    ValueType withPositional(List<Axis> axes) {
        List<Axis> others = shape.axes().stream().filter(a -> !a.isCanonical()).toList();
        return new ValueType(kind, new Shape(axes).union(new Shape(others)));
    }

    /** In words, for messages. */
    @Override
    public String toString() {
        return shape.isScalar() ? single(kind) : many(kind) + " over " + text(shape);
    }

    /** {@code [n, k]}, by the names of dims. */
    static String text(Shape shape) {
        return text(shape.axes());
    }

    static String text(List<Axis> axes) {
        return axes.stream()
                .map(axis -> axis.isCanonical() ? axis.dim().name() : axis.name())
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** One such element, in words. */
    static String single(Kind kind) {
        if (kind instanceof Kind.Index index) {
            return "an index of " + index.along();
        }
        return kind instanceof Kind.Label label ? "a label of " + label.classes() : "a " + kind;
    }

    private static String many(Kind kind) {
        if (kind instanceof Kind.Index index) {
            return "indices of " + index.along();
        }
        return kind instanceof Kind.Label label ? "labels of " + label.classes() : kind + "s";
    }

    /** What indices or labels count; empty for other kinds. */
    public static Optional<Dim> counted(Kind kind) {
        if (kind instanceof Kind.Index index) {
            return Optional.of(index.along());
        }
        return kind instanceof Kind.Label label ? Optional.of(label.classes()) : Optional.empty();
    }
}
