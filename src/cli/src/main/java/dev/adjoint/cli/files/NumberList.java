package dev.adjoint.cli.files;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import java.util.Arrays;

/** Numbers of which one does not know beforehand how many there are. */
final class NumberList {
    private double[] values = new double[16];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    double get(int i) {
        return values[i];
    }

    int size() {
        return size;
    }

    RealArray toArray(Precision precision) {
        RealArray array = RealArray.allocate(precision, size);
        for (int i = 0; i < size; i++) {
            array.set(i, values[i]);
        }
        return array;
    }
}
