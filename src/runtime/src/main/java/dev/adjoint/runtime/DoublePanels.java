package dev.adjoint.runtime;

import java.util.Arrays;

/**
 * Contractions in double precision with a row of up to {@value ContractionPlan#COLUMN_BLOCK} sums at a time: for many columns.
 * The twin of {@link FloatPanels}.
 */
final class DoublePanels {
    private DoublePanels() {}

    static void run(
            ContractionPlan plan,
            Panels panels,
            double[] left,
            int l,
            double[] right,
            int r,
            double[] result,
            int c,
            boolean accumulate) {
        double[][] sums = panels.doubleSums(plan.columnBlock);
        for (int column = 0; column < plan.columnExtent; column += plan.columnBlock) {
            int columns = Math.min(plan.columnBlock, plan.columnExtent - column);
            for (int from = 0; from < plan.summedExtent; from += ContractionPlan.SUM_BLOCK) {
                int terms = Math.min(ContractionPlan.SUM_BLOCK, plan.summedExtent - from);
                double[][] panel = panels.doubles((terms + 3) & ~3, columns);
                pack(plan, right, r, column, columns, from, terms, panel);
                for (int i = 0; i < plan.rowExtent; i += 4) {
                    int rows = Math.min(4, plan.rowExtent - i);
                    for (int row = 0; row < rows; row++) {
                        sumRow(plan, left, l + plan.leftRows[i + row], panel, from, terms, sums[row], columns);
                    }
                    put(plan, sums, i, rows, column, columns, result, c, accumulate || from > 0);
                }
            }
        }
    }

    /** Copies a block of the right operand into rows, and fills the last four of them up with zeros. */
    private static void pack(
            ContractionPlan plan,
            double[] right,
            int r,
            int column,
            int columns,
            int from,
            int terms,
            double[][] panel) {
        int[] summed = plan.rightSummed;
        if (plan.rightContiguous) {
            for (int k = 0; k < terms; k++) {
                System.arraycopy(right, r + summed[from + k] + column, panel[k], 0, columns);
            }
        } else {
            gather(right, r, summed, from, terms, plan.rightColumns, column, columns, panel, 0);
        }
        for (int k = terms; k < ((terms + 3) & ~3); k++) {
            Arrays.fill(panel[k], 0, columns, 0);
        }
    }

    /** Copies a block of an operand into rows: the element of row i and column j lies where both offsets say. */
    static void gather(
            double[] source,
            int at,
            int[] rowOffsets,
            int firstRow,
            int rows,
            int[] columnOffsets,
            int firstColumn,
            int columns,
            double[][] target,
            int firstTarget) {
        int i = 0;
        for (; i < rows - 3; i += 4) {
            int row = firstRow + i;
            gatherFour(
                    source,
                    at + rowOffsets[row],
                    target[firstTarget + i],
                    at + rowOffsets[row + 1],
                    target[firstTarget + i + 1],
                    at + rowOffsets[row + 2],
                    target[firstTarget + i + 2],
                    at + rowOffsets[row + 3],
                    target[firstTarget + i + 3],
                    columnOffsets,
                    firstColumn,
                    columns);
        }
        for (; i < rows; i++) {
            gatherOne(
                    source,
                    at + rowOffsets[firstRow + i],
                    target[firstTarget + i],
                    columnOffsets,
                    firstColumn,
                    columns);
        }
    }

    /** Where rows are gathered elements often lie near those of the next rows: four at a time share cache lines. */
    private static void gatherFour(
            double[] source,
            int at0,
            double[] row0,
            int at1,
            double[] row1,
            int at2,
            double[] row2,
            int at3,
            double[] row3,
            int[] offsets,
            int first,
            int count) {
        for (int j = 0; j < count; j++) {
            int offset = offsets[first + j];
            row0[j] = source[at0 + offset];
            row1[j] = source[at1 + offset];
            row2[j] = source[at2 + offset];
            row3[j] = source[at3 + offset];
        }
    }

    private static void gatherOne(double[] source, int at, double[] row, int[] offsets, int first, int count) {
        for (int j = 0; j < count; j++) {
            row[j] = source[at + offsets[first + j]];
        }
    }

    private static void sumRow(
            ContractionPlan plan,
            double[] left,
            int l,
            double[][] panel,
            int from,
            int terms,
            double[] sums,
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
     * and double precision: with more rows or terms at a time, or rows that are parts of one array, one or the other computes
     * in scalars. It does so too if the loop is short when it is compiled, so few columns must not come here.
     */
    private static void addFour(
            double[] sums,
            double factor0,
            double[] row0,
            double factor1,
            double[] row1,
            double factor2,
            double[] row2,
            double factor3,
            double[] row3,
            int columns) {
        for (int j = 0; j < columns; j++) {
            sums[j] += factor0 * row0[j] + factor1 * row1[j] + factor2 * row2[j] + factor3 * row3[j];
        }
    }

    private static void put(
            ContractionPlan plan,
            double[][] sums,
            int firstRow,
            int rows,
            int column,
            int columns,
            double[] result,
            int c,
            boolean accumulate) {
        int[] offsets = plan.resultColumns;
        int[] rowOffsets = plan.resultRows;
        if (!accumulate && !plan.resultContiguous && rows == 4) {
            scatterFour(
                    result,
                    c + rowOffsets[firstRow],
                    sums[0],
                    c + rowOffsets[firstRow + 1],
                    sums[1],
                    c + rowOffsets[firstRow + 2],
                    sums[2],
                    c + rowOffsets[firstRow + 3],
                    sums[3],
                    offsets,
                    column,
                    columns);
            return;
        }
        for (int i = 0; i < rows; i++) {
            int row = c + rowOffsets[firstRow + i];
            if (plan.resultContiguous) {
                if (accumulate) {
                    System.arraycopy(result, row + column, sums[4], 0, columns);
                    addRow(sums[i], sums[4], columns);
                }
                System.arraycopy(sums[i], 0, result, row + column, columns);
            } else if (accumulate) {
                add(result, row, sums[i], offsets, column, columns);
            } else {
                scatter(result, row, sums[i], offsets, column, columns);
            }
        }
    }

    /** The way back of {@link #gatherFour}. */
    private static void scatterFour(
            double[] target,
            int at0,
            double[] row0,
            int at1,
            double[] row1,
            int at2,
            double[] row2,
            int at3,
            double[] row3,
            int[] offsets,
            int first,
            int count) {
        for (int j = 0; j < count; j++) {
            int offset = offsets[first + j];
            target[at0 + offset] = row0[j];
            target[at1 + offset] = row1[j];
            target[at2 + offset] = row2[j];
            target[at3 + offset] = row3[j];
        }
    }

    private static void scatter(double[] target, int at, double[] row, int[] offsets, int first, int count) {
        for (int j = 0; j < count; j++) {
            target[at + offsets[first + j]] = row[j];
        }
    }

    /** Vectorised, unlike an addition to a part of an array. */
    private static void addRow(double[] sums, double[] row, int columns) {
        for (int j = 0; j < columns; j++) {
            sums[j] += row[j];
        }
    }

    private static void add(double[] target, int at, double[] row, int[] offsets, int first, int count) {
        for (int j = 0; j < count; j++) {
            target[at + offsets[first + j]] += row[j];
        }
    }
}
