package dev.adjoint.runtime;

/**
 * Working memory of contractions: copies of the part of an operand that is being worked on. It grows to at most some hundred
 * kilobytes. Not thread-safe; a model instance has one for all of its contractions.
 *
 * <p>Every row is an array of its own: HotSpot vectorises a loop over several arrays at one index, but not over several
 * parts of one array.
 */
public final class Panels {
    /** Sums of four rows, and one row of what they are added to. */
    static final int SUMS = 5;

    private final float[][] floats = new float[ContractionPlan.SUM_BLOCK][0];
    private final double[][] doubles = new double[ContractionPlan.SUM_BLOCK][0];
    private final float[][] floatSums = new float[SUMS][0];
    private final double[][] doubleSums = new double[SUMS][0];

    /** At least that many arrays of at least that length, with any content. */
    float[][] floats(int count, int length) {
        for (int i = 0; i < count; i++) {
            if (floats[i].length < length) {
                floats[i] = new float[length];
            }
        }
        return floats;
    }

    /** {@link #floats} in double precision. */
    double[][] doubles(int count, int length) {
        for (int i = 0; i < count; i++) {
            if (doubles[i].length < length) {
                doubles[i] = new double[length];
            }
        }
        return doubles;
    }

    /** {@value #SUMS} more arrays. */
    float[][] floatSums(int length) {
        for (int i = 0; i < SUMS; i++) {
            if (floatSums[i].length < length) {
                floatSums[i] = new float[length];
            }
        }
        return floatSums;
    }

    /** {@value #SUMS} more arrays. */
    double[][] doubleSums(int length) {
        for (int i = 0; i < SUMS; i++) {
            if (doubleSums[i].length < length) {
                doubleSums[i] = new double[length];
            }
        }
        return doubleSums;
    }
}
