package dev.adjoint.runtime;

import java.util.Arrays;

/**
 * Contractions in single precision with one sum at a time, in up to {@value ContractionPlan#LANES} lanes that are added in the
 * end: for long sums and few rows. The twin of {@link DoubleLanes}.
 *
 * <p>The terms of a block are cut into four stretches. Lane t sums the t-th terms of all four. The panel's arrays are: the
 * first stretch of each row, the second of each row and so on, then in the same order four columns.
 */
final class FloatLanes {
    private FloatLanes() {}

    static void run(
            ContractionPlan plan,
            Panels panels,
            float[] left,
            int l,
            float[] right,
            int r,
            float[] result,
            int c,
            boolean accumulate) {
        int rows = plan.rowExtent;
        float[] sums = panels.floatSums(ContractionPlan.LANES)[0];
        for (int from = 0; from < plan.summedExtent; from += plan.laneTerms) {
            int terms = Math.min(plan.laneTerms, plan.summedExtent - from);
            int lanes = (terms + 3) / 4;
            float[][] panel = panels.floats(4 * rows + 16, lanes);
            pack(left, l, plan.leftRows, 0, rows, plan.leftSummed, from, terms, plan.leftSummedContiguous, panel, 0);
            for (int column = 0; column < plan.columnExtent; column += 4) {
                int columns = Math.min(4, plan.columnExtent - column);
                pack(
                        right,
                        r,
                        plan.rightColumns,
                        column,
                        columns,
                        plan.rightSummed,
                        from,
                        terms,
                        plan.rightSummedContiguous,
                        panel,
                        4 * rows);
                for (int j = 0; j < columns; j++) {
                    for (int i = 0; i < rows; i++) {
                        multiply(sums, panel, i, rows, 4 * rows + j, columns, lanes);
                        int at = c + plan.resultRows[i] + plan.resultColumns[column + j];
                        float sum = total(sums, lanes);
                        result[at] = accumulate || from > 0 ? result[at] + sum : sum;
                    }
                }
            }
        }
    }

    /** Copies the four stretches of each of some rows or columns, and fills the last stretch up with zeros. */
    private static void pack(
            float[] source,
            int at,
            int[] offsets,
            int first,
            int count,
            int[] summed,
            int from,
            int terms,
            boolean contiguous,
            float[][] panel,
            int firstTarget) {
        int lanes = (terms + 3) / 4;
        for (int stretch = 0; stretch < 4; stretch++) {
            int start = Math.min(stretch * lanes, terms);
            int length = Math.min(lanes, terms - start);
            int target = firstTarget + stretch * count;
            if (contiguous) {
                for (int i = 0; i < count; i++) {
                    System.arraycopy(source, at + offsets[first + i] + from + start, panel[target + i], 0, length);
                }
            } else {
                FloatPanels.gather(source, at, offsets, first, count, summed, from + start, length, panel, target);
            }
            for (int i = 0; length < lanes && i < count; i++) {
                Arrays.fill(panel[target + i], length, lanes, 0);
            }
        }
    }

    private static void multiply(float[] sums, float[][] panel, int row, int rows, int column, int columns, int lanes) {
        addProducts(
                sums,
                panel[row],
                panel[column],
                panel[row + rows],
                panel[column + columns],
                panel[row + 2 * rows],
                panel[column + 2 * columns],
                panel[row + 3 * rows],
                panel[column + 3 * columns],
                lanes);
    }

    /** The innermost loop, vectorised by HotSpot 17 and 25. */
    private static void addProducts(
            float[] sums,
            float[] left0,
            float[] right0,
            float[] left1,
            float[] right1,
            float[] left2,
            float[] right2,
            float[] left3,
            float[] right3,
            int lanes) {
        for (int t = 0; t < lanes; t++) {
            sums[t] = left0[t] * right0[t] + left1[t] * right1[t] + left2[t] * right2[t] + left3[t] * right3[t];
        }
    }

    private static float total(float[] sums, int lanes) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int t = 0;
        for (; t < lanes - 3; t += 4) {
            sum0 += sums[t];
            sum1 += sums[t + 1];
            sum2 += sums[t + 2];
            sum3 += sums[t + 3];
        }
        for (; t < lanes; t++) {
            sum0 += sums[t];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
