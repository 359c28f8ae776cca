package dev.adjoint.benchmarks;

import dev.adjoint.runtime.Contraction;
import dev.adjoint.runtime.Panels;
import dev.adjoint.runtime.Precision;
import java.util.List;
import java.util.Objects;

/**
 * [rows, terms] x [terms, columns] -> [rows, columns], by the runtime's {@link Contraction} and by the three loops one would
 * write instead.
 *
 * @param leftTransposed whether the left matrix is stored as [terms, rows]
 * @param rightTransposed whether the right matrix is stored as [columns, terms]
 */
record MatrixProduct(String name, int rows, int columns, int terms, boolean leftTransposed, boolean rightTransposed) {
    /** What networks are made of, from small to large. */
    static final List<MatrixProduct> ALL = List.of(
            new MatrixProduct("dot product", 1, 1, 1000, false, false),
            new MatrixProduct("small layer", 500, 13, 20, false, true),
            new MatrixProduct("its weights' gradient", 20, 13, 500, true, false),
            new MatrixProduct("one head of attention", 64, 64, 16, false, true),
            new MatrixProduct("layer on one sample", 1, 512, 784, false, true),
            new MatrixProduct("large layer", 128, 512, 784, false, true),
            new MatrixProduct("its weights' gradient", 784, 512, 128, true, false),
            new MatrixProduct("square", 256, 256, 256, false, false));

    /** Billions of additions and multiplications in a second, of either program. */
    record Speed(double contraction, double loops) {}

    /**
     * Runs both in turns for a while. The fastest run of each counts.
     *
     * @param millis how long
     * @throws IllegalStateException if they do not compute the same
     */
    Speed measure(Precision precision, int millis) {
        return precision == Precision.F32 ? measureFloats(millis) : measureDoubles(millis);
    }

    /** The sizes, and which operand is stored the other way round. */
    String label() {
        return "%s, %d x %d%s by %d x %d%s"
                .formatted(
                        name,
                        rows,
                        terms,
                        leftTransposed ? " transposed" : "",
                        terms,
                        columns,
                        rightTransposed ? " transposed" : "");
    }

    private Speed measureDoubles(int millis) {
        double[] left = new double[rows * terms];
        double[] right = new double[terms * columns];
        for (int i = 0; i < left.length; i++) {
            left[i] = i % 7 - 3;
        }
        for (int i = 0; i < right.length; i++) {
            right[i] = i % 5 - 2;
        }
        double[] result = new double[rows * columns];
        double[] expected = new double[rows * columns];
        Contraction contraction = new Contraction(new Panels());
        Speed speed = measure(
                millis,
                () -> declare(contraction).store(left, 0, right, 0, result, 0),
                () -> loops(left, right, expected));
        requireAgreement(result, expected);
        return speed;
    }

    private Speed measureFloats(int millis) {
        float[] left = new float[rows * terms];
        float[] right = new float[terms * columns];
        for (int i = 0; i < left.length; i++) {
            left[i] = i % 7 - 3;
        }
        for (int i = 0; i < right.length; i++) {
            right[i] = i % 5 - 2;
        }
        float[] result = new float[rows * columns];
        float[] expected = new float[rows * columns];
        Contraction contraction = new Contraction(new Panels());
        Speed speed = measure(
                millis,
                () -> declare(contraction).store(left, 0, right, 0, result, 0),
                () -> loops(left, right, expected));
        requireAgreement(result, expected);
        return speed;
    }

    private Contraction declare(Contraction contraction) {
        return contraction
                .rows(rows, leftRow(), columns)
                .columns(columns, rightColumn(), 1)
                .summed(terms, leftTerm(), rightTerm());
    }

    private void loops(double[] left, double[] right, double[] result) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < terms; k++) {
                    sum += left[i * leftRow() + k * leftTerm()] * right[k * rightTerm() + j * rightColumn()];
                }
                result[i * columns + j] = sum;
            }
        }
    }

    private void loops(float[] left, float[] right, float[] result) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < terms; k++) {
                    sum += left[i * leftRow() + k * leftTerm()] * right[k * rightTerm() + j * rightColumn()];
                }
                result[i * columns + j] = sum;
            }
        }
    }

    private Speed measure(int millis, Runnable contraction, Runnable loops) {
        long fastestContraction = Long.MAX_VALUE;
        long fastestLoops = Long.MAX_VALUE;
        long end = System.nanoTime() + 1_000_000L * millis;
        do {
            fastestContraction = Math.min(fastestContraction, nanos(contraction));
            fastestLoops = Math.min(fastestLoops, nanos(loops));
        } while (System.nanoTime() < end);
        double operations = 2.0 * rows * columns * terms;
        return new Speed(operations / fastestContraction, operations / fastestLoops);
    }

    private static long nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    /** All operands are whole numbers, all sums are exact. */
    private void requireAgreement(Object result, Object expected) {
        if (!Objects.deepEquals(result, expected)) {
            throw new IllegalStateException(label() + ": contraction and loops differ");
        }
    }

    private int leftRow() {
        return leftTransposed ? 1 : terms;
    }

    private int leftTerm() {
        return leftTransposed ? rows : 1;
    }

    private int rightColumn() {
        return rightTransposed ? terms : 1;
    }

    private int rightTerm() {
        return rightTransposed ? 1 : columns;
    }
}
