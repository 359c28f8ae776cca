package dev.adjoint.runtime;

import java.util.Arrays;

/**
 * Loop axes of one {@link Role}, outermost first, seen as one loop: where each of its steps lies in the operands A, B, C.
 * Neighbouring axes that can be one axis are merged, axes of size 1 are dropped.
 */
final class AxisGroup {
    static final int A = 0;
    static final int B = 1;
    static final int C = 2;

    private int count;
    private int extent = 1;
    private int[] sizes = new int[4];
    private final int[][] strides = {new int[4], new int[4], new int[4]};
    private final int[][] offsets = {new int[1], new int[1], new int[1]};

    void clear() {
        count = 0;
        extent = 1;
    }

    /** Adds an axis within those that are there. */
    void add(int size, int strideA, int strideB, int strideC) {
        extent = Math.multiplyExact(extent, size);
        if (size == 1) {
            return;
        }
        if (count > 0 && continues(A, size * strideA) && continues(B, size * strideB) && continues(C, size * strideC)) {
            count--;
            size *= sizes[count];
        }
        reserve(count + 1);
        sizes[count] = size;
        strides[A][count] = strideA;
        strides[B][count] = strideB;
        strides[C][count] = strideC;
        count++;
    }

    /** Number of steps: the product of the sizes. */
    int extent() {
        return extent;
    }

    /** Whether successive steps lie side by side in an operand. */
    boolean isContiguous(int operand) {
        return extent <= 1 || count == 1 && strides[operand][0] == 1;
    }

    /** Where each step lies in an operand, beside the first. May be longer than {@link #extent}. */
    int[] offsets(int operand) {
        if (offsets[operand].length < extent) {
            offsets[operand] = new int[extent];
        }
        int[] table = offsets[operand];
        if (extent == 0) {
            return table;
        }
        table[0] = 0;
        int filled = 1;
        for (int axis = count - 1; axis >= 0; axis--) {
            int stride = strides[operand][axis];
            int end = filled * sizes[axis];
            for (int i = filled; i < end; i++) {
                table[i] = table[i - filled] + stride;
            }
            filled = end;
        }
        return table;
    }

    private boolean continues(int operand, int step) {
        return strides[operand][count - 1] == step;
    }

    private void reserve(int capacity) {
        if (capacity > sizes.length) {
            sizes = Arrays.copyOf(sizes, 2 * capacity);
            for (int operand = A; operand <= C; operand++) {
                strides[operand] = Arrays.copyOf(strides[operand], 2 * capacity);
            }
        }
    }
}
