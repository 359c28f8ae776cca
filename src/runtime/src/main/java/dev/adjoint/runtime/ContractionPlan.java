package dev.adjoint.runtime;

/**
 * How a contraction with given sizes and strides is computed: in which of two orientations and by which method, and where
 * the elements of the operands lie.
 *
 * <p>The product is a matrix in either orientation: the left operand has its rows, the right one its columns. Left is A and
 * right B, or the other way round if the plan is transposed.
 */
final class ContractionPlan {
    /** Terms that are summed one after the other before their sum is added to the result. {@link Contraction} states it. */
    static final int SUM_BLOCK = 128;

    /** Columns whose sums are held at the same time, at most. */
    static final int COLUMN_BLOCK = 512;

    /** Terms of one sum that are added up side by side, at most. */
    static final int LANES = 128;

    /** Shorter loops gain nothing from vectors, and would teach HotSpot not to use them. */
    private static final int LEAST_LOOP = 32;

    /** Four arrays for each row and each of four columns fill the panels. */
    private static final int MOST_LANE_ROWS = SUM_BLOCK / 4 - 4;

    /** How the sums of one batch step are made. */
    enum Method {
        DOT,
        TILES,
        PANELS,
        LANES
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

    /** Columns at a time, for {@link Method#PANELS}. */
    int columnBlock;

    /** Terms at a time, for {@link Method#LANES}. */
    int laneTerms;

    /** Whether the columns lie side by side. */
    boolean rightContiguous;

    boolean resultContiguous;

    /** Whether the terms of a sum lie side by side. */
    boolean leftSummedContiguous;

    boolean rightSummedContiguous;

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
        leftSummedContiguous = summed.isContiguous(left);
        rightSummedContiguous = summed.isContiguous(right);
        columnBlock = evenBlock(columnExtent, COLUMN_BLOCK);
        laneTerms = evenBlock(summedExtent, 4 * LANES);
    }

    /** The size of as few blocks as there must be, all about as large. */
    private static int evenBlock(int extent, int most) {
        int blocks = Math.max(1, (extent + most - 1) / most);
        return (extent + blocks - 1) / blocks;
    }

    private void choose() {
        int m = rows.extent();
        int n = columns.extent();
        int k = summed.extent();
        transposed = m > n;
        if (m == 1 && n == 1) {
            method = Method.DOT;
            return;
        }
        method = Method.TILES;
        double least = tilesCost(m, n, k);
        if (k == 0) {
            return; // only tiles know the empty sum
        }
        double lanes = lanesCost(m, n, k);
        if (Math.min(m, n) <= MOST_LANE_ROWS && k >= 4 * LEAST_LOOP && lanes < least) {
            method = Method.LANES;
            least = lanes;
        }
        double straight = panelsCost(m, n, k, columns, AxisGroup.B);
        if (n >= LEAST_LOOP && straight < least) {
            method = Method.PANELS;
            transposed = false;
            least = straight;
        }
        if (m >= LEAST_LOOP && panelsCost(n, m, k, rows, AxisGroup.A) < least) {
            method = Method.PANELS;
            transposed = true;
        }
    }

    // Costs are nanoseconds, fitted by eye to measurements in single precision on one processor (AMD Zen 3, JDK 17 and
    // 25). They only have to say which method is the fastest; where two are near each other either will do.

    private static double tilesCost(double m, double n, double terms) {
        double shorter = Math.min(m, n);
        double longer = Math.max(m, n);
        return Math.ceil(shorter / 2) * Math.ceil(longer / 4) * (12 + 2.5 * terms);
    }

    /** For each sum and block a loop over its terms, for each element of an operand a copy. */
    private double lanesCost(double m, double n, double terms) {
        double copies = terms * (m * copyCost(summed, AxisGroup.A) + n * copyCost(summed, AxisGroup.B));
        return copies + m * n * (20 + 0.16 * terms);
    }

    /** For each row and four terms a loop over the columns, for each element of the right operand a copy, for each sum a store. */
    private static double panelsCost(double rows, double columns, double terms, AxisGroup columnGroup, int right) {
        double loops = rows * Math.ceil(terms / 4) * (11 + 0.235 * columns);
        double copies = terms * (10 + columns * copyCost(columnGroup, right));
        double stores = rows * columns * (columnGroup.isContiguous(AxisGroup.C) ? 0.4 : 0.7);
        return loops + copies + stores;
    }

    private static double copyCost(AxisGroup group, int operand) {
        return group.isContiguous(operand) ? 0.1 : 0.5;
    }
}
