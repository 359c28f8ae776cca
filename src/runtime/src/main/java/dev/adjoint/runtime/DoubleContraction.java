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
            if (!accumulate) {
                dropZeros(plan, left, l, right, r, result, c);
            }
        }
    }

    /** Makes sums anew that are infinite or NaN, without terms that have a factor 0. */
    private static void dropZeros(
            ContractionPlan plan, double[] left, int l, double[] right, int r, double[] result, int c) {
        for (int i = 0; i < plan.rowExtent; i++) {
            int row = c + plan.resultRows[i];
            for (int j = 0; j < plan.columnExtent; j++) {
                int at = row + plan.resultColumns[j];
                if (!(Math.abs(result[at]) <= Double.MAX_VALUE)) {
                    result[at] = withoutZeros(plan, left, l + plan.leftRows[i], right, r + plan.rightColumns[j]);
                }
            }
        }
    }

    private static double withoutZeros(ContractionPlan plan, double[] left, int l, double[] right, int r) {
        double sum = 0;
        for (int k = 0; k < plan.summedExtent; k++) {
            double a = left[l + plan.leftSummed[k]];
            double b = right[r + plan.rightSummed[k]];
            if (a != 0 && b != 0) {
                sum += a * b;
            }
        }
        return sum;
    }

    private static void put(double[] result, int at, double sum, boolean accumulate) {
        result[at] = accumulate ? result[at] + sum : sum;
    }

    private static double dot(ContractionPlan plan, double[] left, int l, double[] right, int r) {
        if (plan.leftSummedContiguous && plan.rightSummedContiguous) {
            return dot(left, l, right, r, plan.summedExtent);
        }
        double sum = 0;
        for (int k = 0; k < plan.summedExtent; k++) {
            sum += left[l + plan.leftSummed[k]] * right[r + plan.rightSummed[k]];
        }
        return sum;
    }

    /** In four sums, which the processor can work on side by side. */
    private static double dot(double[] left, int l, double[] right, int r, int terms) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int k = 0;
        for (; k < terms - 3; k += 4) {
            sum0 += left[l + k] * right[r + k];
            sum1 += left[l + k + 1] * right[r + k + 1];
            sum2 += left[l + k + 2] * right[r + k + 2];
            sum3 += left[l + k + 3] * right[r + k + 3];
        }
        for (; k < terms; k++) {
            sum0 += left[l + k] * right[r + k];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
