package dev.adjoint.runtime;

import java.util.Locale;

/** Real numbers as indices: what generated code calls where a model looks something up by a value. */
public final class Indices {
    private Indices() {}

    /**
     * The index that a value stands for.
     *
     * @param value a whole number from 0 to size - 1
     * @param size of what is indexed
     * @param axis its name, for the message
     * @throws IllegalArgumentException if the value is not whole, or lies outside
     */
    public static int at(double value, int size, String axis) {
        int index = (int) value;
        if (index == value && index >= 0 && index < size) {
            return index;
        }
        throw new IllegalArgumentException(complaint(value, size, axis));
    }

    /**
     * {@link #at(double, int, String)} in single precision.
     *
     * @throws IllegalArgumentException if the value is not whole, or lies outside
     */
    public static int at(float value, int size, String axis) {
        return at((double) value, size, axis);
    }

    private static String complaint(double value, int size, String axis) {
        if (value != Math.rint(value) || Double.isInfinite(value)) {
            return "index " + value + " into '" + axis + "' is not a whole number";
        }
        return "index " + String.format(Locale.ROOT, "%.0f", value) + " lies outside of '" + axis + "', which has "
                + elements(size);
    }

    private static String elements(int size) {
        return switch (size) {
            case 0 -> "no elements";
            case 1 -> "1 element (0)";
            default -> size + " elements (0 to " + (size - 1) + ")";
        };
    }
}
