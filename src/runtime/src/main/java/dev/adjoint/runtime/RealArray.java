package dev.adjoint.runtime;

import java.util.Objects;

/**
 * A flat array of real numbers in one of the two precisions: what code that drives any generated model works on.
 *
 * <p>A view, not a copy: changes go through to the wrapped array. Not thread-safe.
 */
public sealed interface RealArray {
    int length();

    /** Element {@code i}, widened. */
    double get(int i);

    /** Stores {@code value}, rounded to the array's precision. */
    void set(int i, double value);

    Precision precision();

    /** An array of {@code length} zeros. */
    static RealArray allocate(Precision precision, int length) {
        return precision == Precision.F32 ? new F32(new float[length]) : new F64(new double[length]);
    }

    static RealArray of(double... values) {
        return new F64(values);
    }

    static RealArray of(float... values) {
        return new F32(values);
    }

    /**
     * Copies {@code count} elements, rounding or widening where the precisions differ.
     *
     * @param from index of the first element to read
     * @param to index of the first element to overwrite
     */
    static void copy(RealArray source, int from, RealArray target, int to, int count) {
        if (source instanceof F64 s && target instanceof F64 t) {
            System.arraycopy(s.values, from, t.values, to, count);
        } else if (source instanceof F32 s && target instanceof F32 t) {
            System.arraycopy(s.values, from, t.values, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                target.set(to + i, source.get(from + i));
            }
        }
    }

    /** The elements as a new {@code double[]}. */
    default double[] toDoubles() {
        double[] copy = new double[length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = get(i);
        }
        return copy;
    }

    /**
     * Doubles.
     *
     * @param values the wrapped array
     */
    record F64(double[] values) implements RealArray {
        public F64 {
            Objects.requireNonNull(values);
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public double get(int i) {
            return values[i];
        }

        @Override
        public void set(int i, double value) {
            values[i] = value;
        }

        @Override
        public Precision precision() {
            return Precision.F64;
        }
    }

    /**
     * Floats.
     *
     * @param values the wrapped array
     */
    record F32(float[] values) implements RealArray {
        public F32 {
            Objects.requireNonNull(values);
        }

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public double get(int i) {
            return values[i];
        }

        @Override
        public void set(int i, double value) {
            values[i] = (float) value;
        }

        @Override
        public Precision precision() {
            return Precision.F32;
        }
    }
}
