package dev.adjoint.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Numbers with sizes: a value that goes into a model or comes out of one.
 *
 * @param sizes one size for each axis, in storage order (the last varies fastest); empty for a scalar
 * @param values at least as many elements as the sizes say; further ones are ignored, so that one array can serve
 *     batches of different sizes. Referenced, not copied.
 */
public record Tensor(List<Integer> sizes, RealArray values) {
    public Tensor {
        sizes = List.copyOf(sizes);
        Objects.requireNonNull(values);
        if (values.length() < count(sizes)) {
            throw new IllegalArgumentException(values.length() + " values for sizes " + sizes);
        }
    }

    public static Tensor scalar(double value) {
        return new Tensor(List.of(), RealArray.of(value));
    }

    /** A tensor with one axis. */
    public static Tensor vector(double... values) {
        return new Tensor(List.of(values.length), RealArray.of(values));
    }

    /** The number of elements the sizes say. */
    public int count() {
        return count(sizes);
    }

    /** Where an element is along every axis, for messages: {@code [2, 0]}; empty for a scalar. */
    public String position(int element) {
        List<Integer> indices = new ArrayList<>();
        int rest = element;
        for (int axis = sizes.size() - 1; axis >= 0; axis--) {
            indices.add(0, rest % sizes.get(axis));
            rest /= sizes.get(axis);
        }
        return indices.isEmpty() ? "" : indices.toString();
    }

    private static int count(List<Integer> sizes) {
        int count = 1;
        for (int i = 0; i < sizes.size(); i++) { // no iterator: models ask in every step
            int size = sizes.get(i);
            if (size < 0) {
                throw new IllegalArgumentException("size " + size);
            }
            count = Math.multiplyExact(count, size);
        }
        return count;
    }
}
