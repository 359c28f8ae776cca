package dev.adjoint.runtime;

import java.util.Map;

/**
 * What the elements of a value are. Whatever they are, they are stored as numbers of the model's precision: all kinds but
 * {@link Real} are integers from 0, of which single precision holds 2^24 exactly.
 */
public sealed interface ElementKind {
    /** Any numbers. */
    ElementKind REAL = new Real();

    /** Truth values. */
    ElementKind BOOL = new Bool();

    /** How many integers from 0 single precision can tell apart. */
    int MOST_IN_F32 = 1 << 24;

    /** Any numbers. */
    record Real() implements ElementKind {}

    /** Truth values: 0 is false, 1 is true. */
    record Bool() implements ElementKind {}

    /**
     * Positions along a dim: integers from 0, below its size.
     *
     * @param along the dim and its size, which may be {@linkplain Signature.Axis#UNBOUND unbound}
     */
    record Index(Signature.Axis along) implements ElementKind {}

    /**
     * Labels of classes: integers from 0, below the number of classes.
     *
     * @param classes the dim of the classes and its size, which may be {@linkplain Signature.Axis#UNBOUND unbound}
     */
    record Label(Signature.Axis classes) implements ElementKind {}

    /** Whether an element may be any number. */
    default boolean isReal() {
        return this instanceof Real;
    }

    /** Whether the elements are positions along that dim, or labels of its classes. */
    default boolean isAlong(String dim) {
        return this instanceof Index index && index.along.dim().equals(dim)
                || this instanceof Label label && label.classes.dim().equals(dim);
    }

    /**
     * The number that elements must be below; {@link Integer#MAX_VALUE} where only data of other values could tell and does
     * not.
     *
     * @param sizes those of unbound dims, as far as data has them
     * @throws IllegalStateException if any number is allowed
     */
    default int count(Map<String, Integer> sizes, Precision precision) {
        int count;
        if (this instanceof Index index) {
            count = count(index.along, sizes);
        } else if (this instanceof Label label) {
            count = count(label.classes, sizes);
        } else if (this instanceof Bool) {
            count = 2;
        } else {
            throw new IllegalStateException("real numbers have no range");
        }
        return precision == Precision.F32 ? Math.min(count, MOST_IN_F32) : count;
    }

    /** Whether a value is an integer from 0, below {@code count}. */
    static boolean isBelow(int count, double value) {
        return value >= 0 && value < count && value == Math.rint(value);
    }

    /** What the elements must be, as in "a label of classes, an integer from 0 to 2". */
    default String describe(int count) {
        String range = count == Integer.MAX_VALUE
                ? "an integer from 0"
                : count == 0 ? "but there is none" : "an integer from 0 to " + (count - 1);
        if (this instanceof Index index) {
            return "an index along " + index.along.dim() + ", " + range;
        }
        if (this instanceof Label label) {
            return "a label of " + label.classes.dim() + ", " + range;
        }
        return this instanceof Bool ? "a truth value, 0 or 1" : "a number";
    }

    private static int count(Signature.Axis axis, Map<String, Integer> sizes) {
        return axis.isBound() ? axis.size() : sizes.getOrDefault(axis.dim(), Integer.MAX_VALUE);
    }
}
