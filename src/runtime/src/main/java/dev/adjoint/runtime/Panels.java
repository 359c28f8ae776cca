package dev.adjoint.runtime;

/**
 * Working memory of contractions: copies of the part of an operand that is being worked on. It grows to at most some hundred
 * kilobytes. Not thread-safe; a model instance has one for all of its contractions.
 *
 * <p>Every row is an array of its own: HotSpot vectorises a loop over several arrays at one index, but not over several
 * parts of one array.
 */
public final class Panels {
    private final float[][] floats = new float[ContractionPlan.SUM_BLOCK + 1][0];
    private final double[][] doubles = new double[ContractionPlan.SUM_BLOCK + 1][0];

    /** Rows for terms of a sum, and a last one for the sums. */
    float[][] floats(int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            reserveFloats(i, columns);
        }
        reserveFloats(ContractionPlan.SUM_BLOCK, columns);
        return floats;
    }

    /** The same in double precision. */
    double[][] doubles(int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            reserveDoubles(i, columns);
        }
        reserveDoubles(ContractionPlan.SUM_BLOCK, columns);
        return doubles;
    }

    private void reserveFloats(int row, int columns) {
        if (floats[row].length < columns) {
            floats[row] = new float[columns];
        }
    }

    private void reserveDoubles(int row, int columns) {
        if (doubles[row].length < columns) {
            doubles[row] = new double[columns];
        }
    }
}
