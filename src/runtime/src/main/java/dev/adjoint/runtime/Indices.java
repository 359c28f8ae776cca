package dev.adjoint.runtime;

/** Indices that data give. */
public final class Indices {
    private Indices() {}

    /**
     * A number as an index.
     *
     * @throws IndexOutOfBoundsException unless it is an integer from 0 to {@code size - 1}
     */
    public static int at(double index, int size) {
        int integer = (int) index;
        if (integer != index || integer < 0 || integer >= size) {
            throw new IndexOutOfBoundsException("index " + index + " along an axis of " + size);
        }
        return integer;
    }
}
