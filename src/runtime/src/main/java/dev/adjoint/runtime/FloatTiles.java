package dev.adjoint.runtime;

import java.util.Arrays;

/**
 * Contractions in single precision with two rows of four sums at a time in registers, operands where they are: for few sums.
 * The twin of {@link DoubleTiles}.
 */
final class FloatTiles {
    private FloatTiles() {}

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
        float[] sums = panels.floatSums(8)[0];
        for (int i = 0; i < plan.rowExtent; i += 2) {
            int rows = Math.min(2, plan.rowExtent - i);
            for (int j = 0; j < plan.columnExtent; j += 4) {
                int columns = Math.min(4, plan.columnExtent - j);
                Arrays.fill(sums, 0, 8, 0);
                for (int from = 0; from < plan.summedExtent; from += ContractionPlan.SUM_BLOCK) {
                    addTile(plan, left, l, i, right, r, j, from, sums);
                }
                put(plan, sums, 0, c + plan.resultRows[i], j, columns, result, accumulate);
                if (rows > 1) {
                    put(plan, sums, 4, c + plan.resultRows[i + 1], j, columns, result, accumulate);
                }
            }
        }
    }

    /** Beyond the last row or column that one is taken again, and its sums are not used. */
    private static void addTile(
            ContractionPlan plan,
            float[] left,
            int l,
            int row,
            float[] right,
            int r,
            int column,
            int from,
            float[] sums) {
        int to = Math.min(from + ContractionPlan.SUM_BLOCK, plan.summedExtent);
        int[] leftSummed = plan.leftSummed;
        int[] rightSummed = plan.rightSummed;
        int[] columns = plan.rightColumns;
        int last = plan.columnExtent - 1;
        int l0 = l + plan.leftRows[row];
        int l1 = l + plan.leftRows[Math.min(row + 1, plan.rowExtent - 1)];
        int r0 = r + columns[column];
        int r1 = r + columns[Math.min(column + 1, last)];
        int r2 = r + columns[Math.min(column + 2, last)];
        int r3 = r + columns[Math.min(column + 3, last)];
        float sum00 = 0;
        float sum01 = 0;
        float sum02 = 0;
        float sum03 = 0;
        float sum10 = 0;
        float sum11 = 0;
        float sum12 = 0;
        float sum13 = 0;
        for (int k = from; k < to; k++) {
            int atLeft = leftSummed[k];
            int atRight = rightSummed[k];
            float left0 = left[l0 + atLeft];
            float left1 = left[l1 + atLeft];
            float right0 = right[r0 + atRight];
            float right1 = right[r1 + atRight];
            float right2 = right[r2 + atRight];
            float right3 = right[r3 + atRight];
            sum00 += left0 * right0;
            sum01 += left0 * right1;
            sum02 += left0 * right2;
            sum03 += left0 * right3;
            sum10 += left1 * right0;
            sum11 += left1 * right1;
            sum12 += left1 * right2;
            sum13 += left1 * right3;
        }
        sums[0] += sum00;
        sums[1] += sum01;
        sums[2] += sum02;
        sums[3] += sum03;
        sums[4] += sum10;
        sums[5] += sum11;
        sums[6] += sum12;
        sums[7] += sum13;
    }

    private static void put(
            ContractionPlan plan,
            float[] sums,
            int first,
            int c,
            int column,
            int columns,
            float[] result,
            boolean accumulate) {
        for (int j = 0; j < columns; j++) {
            int at = c + plan.resultColumns[column + j];
            result[at] = accumulate ? result[at] + sums[first + j] : sums[first + j];
        }
    }
}
