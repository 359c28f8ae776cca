package dev.adjoint.runtime;

import java.util.Arrays;

/** Contractions in single precision, in plain Java. The twin of {@link DoubleContraction}. */
final class FloatContraction {
    private FloatContraction() {}

    /** Runs a plan; its orientation says which operand is left. */
    static void run(
            ContractionPlan plan,
            Panels panels,
            float[] left,
            int leftOffset,
            float[] right,
            int rightOffset,
            float[] result,
            int resultOffset,
            boolean accumulate) {
        for (int i = 0; i < plan.batchExtent; i++) {
            int l = leftOffset + plan.leftBatch[i];
            int r = rightOffset + plan.rightBatch[i];
            int c = resultOffset + plan.resultBatch[i];
            switch (plan.method()) {
                case DOT -> {
                    double sum = dot(plan, left, l, right, r);
                    result[c] = (float) (accumulate ? result[c] + sum : sum);
                }
                case DIRECT -> direct(plan, left, l, right, r, result, c, accumulate);
                case PANELS -> panels(plan, panels, left, l, right, r, result, c, accumulate);
            }
        }
    }

    /** In four sums, which the processor can work on side by side. */
    private static double dot(ContractionPlan plan, float[] left, int l, float[] right, int r) {
        int[] leftSummed = plan.leftSummed;
        int[] rightSummed = plan.rightSummed;
        int end = plan.summedExtent;
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int k = 0;
        for (; k < end - 3; k += 4) {
            sum0 += (double) left[l + leftSummed[k]] * right[r + rightSummed[k]];
            sum1 += (double) left[l + leftSummed[k + 1]] * right[r + rightSummed[k + 1]];
            sum2 += (double) left[l + leftSummed[k + 2]] * right[r + rightSummed[k + 2]];
            sum3 += (double) left[l + leftSummed[k + 3]] * right[r + rightSummed[k + 3]];
        }
        for (; k < end; k++) {
            sum0 += (double) left[l + leftSummed[k]] * right[r + rightSummed[k]];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    private static void direct(
            ContractionPlan plan,
            float[] left,
            int l,
            float[] right,
            int r,
            float[] result,
            int c,
            boolean accumulate) {
        for (int i = 0; i < plan.rowExtent; i++) {
            int leftRow = l + plan.leftRows[i];
            int resultRow = c + plan.resultRows[i];
            int j = 0;
            for (; j < plan.columnExtent - 3; j += 4) {
                fourSums(plan, left, leftRow, right, r, j, result, resultRow, accumulate);
            }
            for (; j < plan.columnExtent; j++) {
                oneSum(
                        plan,
                        left,
                        leftRow,
                        right,
                        r + plan.rightColumns[j],
                        result,
                        resultRow + plan.resultColumns[j],
                        accumulate);
            }
        }
    }

    private static void fourSums(
            ContractionPlan plan,
            float[] left,
            int l,
            float[] right,
            int r,
            int column,
            float[] result,
            int c,
            boolean accumulate) {
        int[] leftSummed = plan.leftSummed;
        int[] rightSummed = plan.rightSummed;
        int r0 = r + plan.rightColumns[column];
        int r1 = r + plan.rightColumns[column + 1];
        int r2 = r + plan.rightColumns[column + 2];
        int r3 = r + plan.rightColumns[column + 3];
        float total0 = 0;
        float total1 = 0;
        float total2 = 0;
        float total3 = 0;
        for (int from = 0; from < plan.summedExtent; from += ContractionPlan.SUM_BLOCK) {
            int to = Math.min(from + ContractionPlan.SUM_BLOCK, plan.summedExtent);
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            for (int k = from; k < to; k++) {
                float factor = left[l + leftSummed[k]];
                int at = rightSummed[k];
                sum0 += factor * right[r0 + at];
                sum1 += factor * right[r1 + at];
                sum2 += factor * right[r2 + at];
                sum3 += factor * right[r3 + at];
            }
            total0 += sum0;
            total1 += sum1;
            total2 += sum2;
            total3 += sum3;
        }
        put(result, c + plan.resultColumns[column], total0, accumulate);
        put(result, c + plan.resultColumns[column + 1], total1, accumulate);
        put(result, c + plan.resultColumns[column + 2], total2, accumulate);
        put(result, c + plan.resultColumns[column + 3], total3, accumulate);
    }

    private static void oneSum(
            ContractionPlan plan,
            float[] left,
            int l,
            float[] right,
            int r,
            float[] result,
            int c,
            boolean accumulate) {
        int[] leftSummed = plan.leftSummed;
        int[] rightSummed = plan.rightSummed;
        float total = 0;
        for (int from = 0; from < plan.summedExtent; from += ContractionPlan.SUM_BLOCK) {
            int to = Math.min(from + ContractionPlan.SUM_BLOCK, plan.summedExtent);
            float sum = 0;
            for (int k = from; k < to; k++) {
                sum += left[l + leftSummed[k]] * right[r + rightSummed[k]];
            }
            total += sum;
        }
        put(result, c, total, accumulate);
    }

    private static void put(float[] result, int at, float sum, boolean accumulate) {
        result[at] = accumulate ? result[at] + sum : sum;
    }

    private static void panels(
            ContractionPlan plan,
            Panels panels,
            float[] left,
            int l,
            float[] right,
            int r,
            float[] result,
            int c,
            boolean accumulate) {
        for (int column = 0; column < plan.columnExtent; column += ContractionPlan.COLUMN_BLOCK) {
            int columns = Math.min(ContractionPlan.COLUMN_BLOCK, plan.columnExtent - column);
            for (int from = 0; from < plan.summedExtent; from += ContractionPlan.SUM_BLOCK) {
                int terms = Math.min(ContractionPlan.SUM_BLOCK, plan.summedExtent - from);
                float[][] panel = pack(plan, panels, right, r, column, columns, from, terms);
                float[] sums = panel[ContractionPlan.SUM_BLOCK];
                for (int i = 0; i < plan.rowExtent; i++) {
                    sumRow(plan, left, l + plan.leftRows[i], panel, from, terms, sums, columns);
                    putRow(plan, sums, column, columns, result, c + plan.resultRows[i], accumulate || from > 0);
                }
            }
        }
    }

    /** Copies a block of the right operand into rows, and fills the last four of them up with zeros. */
    private static float[][] pack(
            ContractionPlan plan, Panels panels, float[] right, int r, int column, int columns, int from, int terms) {
        int padded = (terms + 3) & ~3;
        float[][] panel = panels.floats(padded, columns);
        for (int k = 0; k < terms; k++) {
            int at = r + plan.rightSummed[from + k];
            float[] row = panel[k];
            if (plan.rightContiguous) {
                System.arraycopy(right, at + column, row, 0, columns);
            } else {
                gather(right, at, plan.rightColumns, column, row, columns);
            }
        }
        for (int k = terms; k < padded; k++) {
            Arrays.fill(panel[k], 0, columns, 0);
        }
        return panel;
    }

    private static void gather(float[] source, int at, int[] offsets, int first, float[] row, int count) {
        for (int j = 0; j < count; j++) {
            row[j] = source[at + offsets[first + j]];
        }
    }

    private static void sumRow(
            ContractionPlan plan,
            float[] left,
            int l,
            float[][] panel,
            int from,
            int terms,
            float[] sums,
            int columns) {
        Arrays.fill(sums, 0, columns, 0);
        int[] offsets = plan.leftSummed;
        int k = 0;
        for (; k < terms - 3; k += 4) {
            int at = from + k;
            addFour(
                    sums,
                    left[l + offsets[at]],
                    panel[k],
                    left[l + offsets[at + 1]],
                    panel[k + 1],
                    left[l + offsets[at + 2]],
                    panel[k + 2],
                    left[l + offsets[at + 3]],
                    panel[k + 3],
                    columns);
        }
        if (k < terms) {
            int at = from + k;
            int rest = terms - k;
            addFour(
                    sums,
                    left[l + offsets[at]],
                    panel[k],
                    rest > 1 ? left[l + offsets[at + 1]] : 0,
                    panel[k + 1],
                    rest > 2 ? left[l + offsets[at + 2]] : 0,
                    panel[k + 2],
                    0,
                    panel[k + 3],
                    columns);
        }
    }

    /**
     * The innermost loop. Of the forms that were measured this is the one that HotSpot 17 and 25 both vectorise, in single
     * and double precision: more rows or terms at a time, or rows that are parts of one array, fall back to scalars in one or
     * the other.
     */
    private static void addFour(
            float[] sums,
            float factor0,
            float[] row0,
            float factor1,
            float[] row1,
            float factor2,
            float[] row2,
            float factor3,
            float[] row3,
            int columns) {
        for (int j = 0; j < columns; j++) {
            sums[j] += factor0 * row0[j] + factor1 * row1[j] + factor2 * row2[j] + factor3 * row3[j];
        }
    }

    private static void putRow(
            ContractionPlan plan, float[] sums, int column, int columns, float[] result, int c, boolean accumulate) {
        int[] offsets = plan.resultColumns;
        if (accumulate) {
            for (int j = 0; j < columns; j++) {
                result[c + offsets[column + j]] += sums[j];
            }
        } else if (plan.resultContiguous) {
            System.arraycopy(sums, 0, result, c + column, columns);
        } else {
            for (int j = 0; j < columns; j++) {
                result[c + offsets[column + j]] = sums[j];
            }
        }
    }
}
