package dev.adjoint.runtime;

/** Contractions in double precision, in plain Java. The twin of {@link FloatContraction}. */
final class DoubleContraction {
    private DoubleContraction() {}

    /** Runs a plan; its orientation says which operand is left. */
    static void run(
            ContractionPlan plan,
            Panels panels,
            double[] left,
            int leftOffset,
            double[] right,
            int rightOffset,
            double[] result,
            int resultOffset,
            boolean accumulate) {
        for (int i = 0; i < plan.batchExtent; i++) {
            int l = leftOffset + plan.leftBatch[i];
            int r = rightOffset + plan.rightBatch[i];
            int c = resultOffset + plan.resultBatch[i];
            switch (plan.method()) {
                case DOT -> put(result, c, dot(plan, left, l, right, r), accumulate);
                case TILES -> DoubleTiles.run(plan, panels, left, l, right, r, result, c, accumulate);
                case PANELS -> DoublePanels.run(plan, panels, left, l, right, r, result, c, accumulate);
                case LANES -> DoubleLanes.run(plan, panels, left, l, right, r, result, c, accumulate);
            }
        }
    }

    private static void put(double[] result, int at, double sum, boolean accumulate) {
        result[at] = accumulate ? result[at] + sum : sum;
    }

    /** In four sums, which the processor can work on side by side. */
    private static double dot(ContractionPlan plan, double[] left, int l, double[] right, int r) {
        int[] leftSummed = plan.leftSummed;
        int[] rightSummed = plan.rightSummed;
        int end = plan.summedExtent;
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int k = 0;
        for (; k < end - 3; k += 4) {
            sum0 += left[l + leftSummed[k]] * right[r + rightSummed[k]];
            sum1 += left[l + leftSummed[k + 1]] * right[r + rightSummed[k + 1]];
            sum2 += left[l + leftSummed[k + 2]] * right[r + rightSummed[k + 2]];
            sum3 += left[l + leftSummed[k + 3]] * right[r + rightSummed[k + 3]];
        }
        for (; k < end; k++) {
            sum0 += left[l + leftSummed[k]] * right[r + rightSummed[k]];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
