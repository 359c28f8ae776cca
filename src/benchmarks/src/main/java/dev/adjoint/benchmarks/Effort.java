package dev.adjoint.benchmarks;

/**
 * How much time a figure is worth.
 *
 * @param forks JVMs started for each JMH benchmark; 0 measures in this one
 * @param iterations of warm-up, and again of measurement, in each
 * @param millis of each iteration
 * @param terms lengths of the formulas for {@link Scaling}, in order
 * @param compilations of each such formula
 * @param blocks depths of transformers for {@link Depth}, in order
 * @param processes started for each command
 */
record Effort(int forks, int iterations, int millis, int[] terms, int compilations, int[] blocks, int processes) {
    /** Some five minutes on a quiet machine. */
    static final Effort FULL =
            new Effort(2, 20, 200, new int[] {2_000, 5_000, 10_000, 20_000}, 3, new int[] {1, 12, 24, 48}, 11);

    /** A few seconds: enough to see that everything runs. Its figures mean nothing. */
    static final Effort TOKEN = new Effort(0, 1, 1, new int[] {10, 20}, 1, new int[] {1, 2}, 1);
}
