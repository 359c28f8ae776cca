package dev.adjoint.runtime;

import java.util.Arrays;

/**
 * Sums of products over strided views: {@code C[b, m, n] = sum[k](A[b, m, k] * B[b, k, n])}, where each of b, m, n, k stands
 * for any number of loop axes. One kernel for what dense layers, convolutions, attention and their adjoints have in common.
 *
 * <p>Every call declares its axes, outermost first, by what they run along, with sizes and strides in elements, then names
 * the operands with the offset of their first element:
 *
 * <pre>{@code
 * // h[n, out] = sum[in](x[n, in] * W[out, in])
 * contraction1
 *         .rows(n, 20, 13)
 *         .columns(13, 20, 1)
 *         .summed(20, 1, 1)
 *         .store(x, 0, parameters, 260, h, 0);
 *
 * // y[n, o, i] = sum[c, d](x[n, c, i + d] * W[o, c, d]): a convolution is a view in which two axes move along one
 * contraction2
 *         .rows(n, 3 * 28, 8 * 24)
 *         .rows(24, 1, 1)
 *         .columns(8, 15, 24)
 *         .summed(3, 28, 5)
 *         .summed(5, 1, 1)
 *         .store(x, 0, parameters, 0, y, 0);
 * }</pre>
 *
 * <p>Strides may be zero, negative or make an operand overlap itself; C may overlap itself in {@code accumulate} only, where
 * every sum is added to wherever it belongs. C must not share elements with A or B. Sizes may be 0: an empty sum is 0.
 *
 * <p><b>Order of summation.</b> The axes that are summed count as one loop in the order declared. It is cut into blocks, each
 * summed on its own and then added to the sum so far, all in the precision of the operands. No term goes through more
 * additions within its block than in a sum of 128 terms, so the error does not grow with the sum's length before the blocks
 * are many. A sum without rows and columns, a dot product, is made in double precision throughout. The order depends on
 * sizes and strides, never on values or time: the same call gives the same bits.
 *
 * <p><b>Zeros.</b> In {@code store} a term with a factor 0 is 0 even if the other one is infinite or NaN: what a conditional
 * leaves out, and where an adjoint is 0, passes nothing on. Sums that come out finite need no second look, the others are
 * made anew, slowly.
 *
 * <p>An object remembers what it prepared for the axes it saw last, so each place in a program has one of its own: for each
 * row, column, term and batch step, two or three ints. Once it has seen its largest sizes it allocates nothing. Not
 * thread-safe.
 */
public final class Contraction {
    private static final int INTS_PER_AXIS = 5;

    private final Panels panels;
    private final ContractionPlan plan = new ContractionPlan();

    /** For each axis its role, size and strides in A, B, C. */
    private int[] declared = new int[8 * INTS_PER_AXIS];

    private int length;
    private int plannedLength = -1;
    private boolean changed;

    /** @param panels working memory, which contractions that do not run at the same time may share */
    public Contraction(Panels panels) {
        this.panels = panels;
    }

    /** An axis of all three operands. */
    public Contraction batch(int size, int strideA, int strideB, int strideC) {
        return declare(Role.BATCH, size, strideA, strideB, strideC);
    }

    /** An axis of A and C. */
    public Contraction rows(int size, int strideA, int strideC) {
        return declare(Role.ROWS, size, strideA, 0, strideC);
    }

    /** An axis of B and C. */
    public Contraction columns(int size, int strideB, int strideC) {
        return declare(Role.COLUMNS, size, 0, strideB, strideC);
    }

    /** An axis of A and B, which the sum runs over. */
    public Contraction summed(int size, int strideA, int strideB) {
        return declare(Role.SUMMED, size, strideA, strideB, 0);
    }

    /**
     * Overwrites C.
     *
     * @throws IndexOutOfBoundsException if an operand lacks an element; C may be half written then
     */
    public void store(double[] a, int offsetA, double[] b, int offsetB, double[] c, int offsetC) {
        run(a, offsetA, b, offsetB, c, offsetC, false);
    }

    /**
     * Adds to C.
     *
     * @throws IndexOutOfBoundsException if an operand lacks an element; C may be half written then
     */
    public void accumulate(double[] a, int offsetA, double[] b, int offsetB, double[] c, int offsetC) {
        run(a, offsetA, b, offsetB, c, offsetC, true);
    }

    /** {@link #store(double[], int, double[], int, double[], int)} in single precision. */
    public void store(float[] a, int offsetA, float[] b, int offsetB, float[] c, int offsetC) {
        run(a, offsetA, b, offsetB, c, offsetC, false);
    }

    /** {@link #accumulate(double[], int, double[], int, double[], int)} in single precision. */
    public void accumulate(float[] a, int offsetA, float[] b, int offsetB, float[] c, int offsetC) {
        run(a, offsetA, b, offsetB, c, offsetC, true);
    }

    private void run(double[] a, int offsetA, double[] b, int offsetB, double[] c, int offsetC, boolean accumulate) {
        prepare();
        if (plan.isTransposed()) {
            DoubleContraction.run(plan, panels, b, offsetB, a, offsetA, c, offsetC, accumulate);
        } else {
            DoubleContraction.run(plan, panels, a, offsetA, b, offsetB, c, offsetC, accumulate);
        }
    }

    private void run(float[] a, int offsetA, float[] b, int offsetB, float[] c, int offsetC, boolean accumulate) {
        prepare();
        if (plan.isTransposed()) {
            FloatContraction.run(plan, panels, b, offsetB, a, offsetA, c, offsetC, accumulate);
        } else {
            FloatContraction.run(plan, panels, a, offsetA, b, offsetB, c, offsetC, accumulate);
        }
    }

    private Contraction declare(Role role, int size, int strideA, int strideB, int strideC) {
        int at = length;
        length += INTS_PER_AXIS;
        if (length > declared.length) {
            declared = Arrays.copyOf(declared, 2 * length);
        }
        changed |= set(at, role.ordinal())
                | set(at + 1, size)
                | set(at + 2, strideA)
                | set(at + 3, strideB)
                | set(at + 4, strideC);
        return this;
    }

    private boolean set(int at, int value) {
        boolean differs = declared[at] != value;
        declared[at] = value;
        return differs;
    }

    /** Prepares for the axes declared unless they are the last ones again, and makes way for the next declaration. */
    private void prepare() {
        int end = length;
        length = 0;
        if (!changed && end == plannedLength) {
            return;
        }
        plannedLength = -1;
        plan.clear();
        for (int at = 0; at < end; at += INTS_PER_AXIS) {
            plan.add(Role.of(declared[at]), declared[at + 1], declared[at + 2], declared[at + 3], declared[at + 4]);
        }
        plan.complete();
        plannedLength = end;
        changed = false;
    }
}
