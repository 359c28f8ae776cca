package dev.adjoint.cli.files;

import java.util.Arrays;

/** Integers of which one does not know beforehand how many there are. */
final class IntList {
    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int get(int i) {
        return values[i];
    }
}
