package dev.adjoint.check;

import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Shape;

/** What a value is: the type of its elements, and the axes they are laid out along. */
public record ValueType(ElementType element, Shape shape) {
    static final ValueType NUMBER = new ValueType(ElementType.REAL, Shape.SCALAR);

    boolean isReal() {
        return element == ElementType.REAL;
    }

    /** In words, for messages. */
    @Override
    public String toString() {
        String word = isReal() ? "number" : "truth value";
        return shape.isScalar() ? "a " + word : word + "s over " + shape;
    }
}
