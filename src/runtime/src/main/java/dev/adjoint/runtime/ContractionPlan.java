package dev.adjoint.runtime;

/**
 * How a contraction with given sizes and strides is computed: in which of two orientations and by which method, and where
 * the elements of the operands lie.
 *
 * <p>The product is a matrix in either orientation: the left operand has its rows, the right one its columns. Left is A and
 * right B, or the other way round if the plan is transposed.
 */
final class ContractionPlan {
    /** Terms that are summed before their sum is added to the result. */
    static final int SUM_BLOCK = 128;

    /** Columns whose sums are held at the same time. */
    static final int COLUMN_BLOCK = 512;

    /** How the sums of one batch step are made. */
    enum Method {
        /** One sum. */
        DOT,
        /** A row of four sums at a time in registers, operands where they are. */
        DIRECT,
        /** A row of up to {@link #COLUMN_BLOCK} sums at a time, the right operand in panels. */
        PANELS
    }

    private final AxisGroup batch = new AxisGroup();
    private final AxisGroup rows = new AxisGroup();
    private final AxisGroup columns = new AxisGroup();
    private final AxisGroup summed = new AxisGroup();

    private Method method;
    private boolean transposed;

    /** Offsets of batch steps, rows, columns and summed terms in left operand, right operand and result. */
    int[] leftBatch;

    int[] rightBatch;
    int[] resultBatch;
    int[] leftRows;
    int[] resultRows;
    int[] rightColumns;
    int[] resultColumns;
    int[] leftSummed;
    int[] rightSummed;

    /** How many there are. */
    int batchExtent;

    int rowExtent;
    int columnExtent;
    int summedExtent;

    /** Whether the columns lie side by side. */
    boolean rightContiguous;

    boolean resultContiguous;

    Method method() {
        return method;
    }

    boolean isTransposed() {
        return transposed;
    }

    void clear() {
        batch.clear();
        rows.clear();
        columns.clear();
        summed.clear();
    }

    /** Adds an axis within those that are there. A batch axis that one operand does not move along is an axis of the other. */
    void add(Role role, int size, int strideA, int strideB, int strideC) {
        if (size < 0) {
            throw new IllegalArgumentException("an axis of size " + size);
        }
        switch (role) {
            case BATCH -> {
                AxisGroup group = strideB == 0 ? rows : strideA == 0 ? columns : batch;
                group.add(size, strideA, strideB, strideC);
            }
            case ROWS -> rows.add(size, strideA, strideB, strideC);
            case COLUMNS -> columns.add(size, strideA, strideB, strideC);
            case SUMMED -> summed.add(size, strideA, strideB, strideC);
        }
    }

    /** Decides, once all axes are there. */
    void complete() {
        choose();
        AxisGroup rowGroup = transposed ? columns : rows;
        AxisGroup columnGroup = transposed ? rows : columns;
        int left = transposed ? AxisGroup.B : AxisGroup.A;
        int right = transposed ? AxisGroup.A : AxisGroup.B;
        batchExtent = batch.extent();
        rowExtent = rowGroup.extent();
        columnExtent = columnGroup.extent();
        summedExtent = summed.extent();
        leftBatch = batch.offsets(left);
        rightBatch = batch.offsets(right);
        resultBatch = batch.offsets(AxisGroup.C);
        leftRows = rowGroup.offsets(left);
        resultRows = rowGroup.offsets(AxisGroup.C);
        rightColumns = columnGroup.offsets(right);
        resultColumns = columnGroup.offsets(AxisGroup.C);
        leftSummed = summed.offsets(left);
        rightSummed = summed.offsets(right);
        rightContiguous = columnGroup.isContiguous(right);
        resultContiguous = columnGroup.isContiguous(AxisGroup.C);
    }

    private void choose() {
        double m = rows.extent();
        double n = columns.extent();
        double k = summed.extent();
        transposed = m > n;
        if (m == 1 && n == 1) {
            method = Method.DOT;
            return;
        }
        method = Method.DIRECT;
        if (k == 0) {
            return; // panels would be empty
        }
        double least = m * n * (2 + 0.3 * k);
        double straight = panelCost(m, n, k, columns, AxisGroup.B);
        if (straight < least) {
            least = straight;
            method = Method.PANELS;
            transposed = false;
        }
        if (panelCost(n, m, k, rows, AxisGroup.A) < least) {
            method = Method.PANELS;
            transposed = true;
        }
    }

    /**
     * Nanoseconds, roughly, on a processor of 2021: for each row and four terms a loop over the columns, for each element of
     * the right operand a copy, for each sum a store.
     */
    private static double panelCost(double rows, double columns, double terms, AxisGroup group, int right) {
        double loops = rows * Math.ceil(terms / 4) * (11 + 0.235 * columns);
        double copies = terms * (group.isContiguous(right) ? 10 + 0.1 * columns : 4 + 0.6 * columns);
        double stores = rows * columns * (group.isContiguous(AxisGroup.C) ? 0.4 : 0.7);
        return loops + copies + stores;
    }
}
