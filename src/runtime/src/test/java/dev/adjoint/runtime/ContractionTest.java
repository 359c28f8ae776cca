package dev.adjoint.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractionTest {
    private static final Role BATCH = Role.BATCH;
    private static final Role ROWS = Role.ROWS;
    private static final Role COLUMNS = Role.COLUMNS;
    private static final Role SUMMED = Role.SUMMED;

    private final Panels panels = new Panels();

    private static LoopNest.Axis axis(Role role, int size, int a, int b, int c) {
        return new LoopNest.Axis(role, size, new int[] {a, b, c});
    }

    /** [m, k] x [k, n] -> [m, n], all dense. */
    private static LoopNest product(int m, int n, int k) {
        return LoopNest.of(List.of(axis(ROWS, m, k, 0, n), axis(COLUMNS, n, 0, 1, 1), axis(SUMMED, k, 1, n, 0)));
    }

    /** [m, k] x [n, k] -> [n, m]. */
    private static LoopNest transposedProduct(int m, int n, int k) {
        return LoopNest.of(List.of(axis(ROWS, m, k, 0, 1), axis(COLUMNS, n, 0, k, m), axis(SUMMED, k, 1, 1, 0)));
    }

    /** Shapes at the edges of tiles and blocks, and what networks are made of. */
    static Stream<LoopNest> shapes() {
        Stream<LoopNest> products = Stream.of(
                        new int[] {1, 1, 0},
                        new int[] {1, 1, 1000},
                        new int[] {3, 4, 0},
                        new int[] {0, 4, 5},
                        new int[] {1, 300, 7},
                        new int[] {300, 1, 300},
                        new int[] {1, 40, 257},
                        new int[] {40, 30, 1},
                        new int[] {129, 64, 130},
                        new int[] {500, 13, 20},
                        new int[] {13, 500, 20},
                        new int[] {20, 13, 500},
                        new int[] {28, 30, 300},
                        new int[] {29, 31, 300},
                        new int[] {5, 1100, 131},
                        new int[] {1025, 6, 3},
                        new int[] {33, 1024, 128})
                .flatMap(size ->
                        Stream.of(product(size[0], size[1], size[2]), transposedProduct(size[0], size[1], size[2])));
        LoopNest attention = LoopNest.of(List.of(
                axis(BATCH, 3, 4 * 16 * 8, 4 * 16 * 8, 4 * 16 * 16),
                axis(BATCH, 4, 8, 8, 16 * 16),
                axis(ROWS, 16, 32, 0, 16),
                axis(COLUMNS, 16, 0, 32, 1),
                axis(SUMMED, 8, 1, 1, 0)));
        LoopNest stridedDilatedConvolution = LoopNest.of(List.of(
                axis(ROWS, 4, 3 * 30 * 30, 0, 8 * 12 * 12),
                axis(ROWS, 12, 2 * 30, 0, 12),
                axis(ROWS, 12, 2, 0, 1),
                axis(COLUMNS, 8, 0, 27, 144),
                axis(SUMMED, 3, 900, 9, 0),
                axis(SUMMED, 3, 3 * 30, 3, 0),
                axis(SUMMED, 3, 3, 1, 0)));
        LoopNest backwards = LoopNest.of(
                List.of(axis(COLUMNS, 50, 0, -1, -9), axis(SUMMED, 40, -1, -50, 0), axis(ROWS, 9, 40, 0, 1)));
        return Stream.concat(products, Stream.of(attention, stridedDilatedConvolution, backwards));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isExactForWholeNumbers(LoopNest nest) {
        check(nest, new Contraction(panels), new SplittableRandom(1));
    }

    /** One object sees all of them: what it keeps from one run must not show in the next. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isExactForWholeNumbersOverRandomAxes(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Contraction contraction = new Contraction(panels);
        for (int i = 0; i < 100; i++) {
            check(LoopNest.random(random, false), contraction, random);
        }
    }

    /** The adjoint of a convolution adds each product to wherever the window lay. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void accumulatesIntoResultsThatOverlap(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Contraction contraction = new Contraction(panels);
        for (int i = 0; i < 100; i++) {
            LoopNest nest = LoopNest.random(random, true);
            check(nest, contraction, random, true);
        }
    }

    /** Twice each, so that the second run meets its own plan. */
    private static void check(LoopNest nest, Contraction contraction, RandomGenerator random) {
        check(nest, contraction, random, false);
        check(nest, contraction, random, true);
    }

    /** Products of numbers up to 8 in magnitude, summed 2,000 times: below 2^24 by far, so that floats hold them all. */
    private static void check(LoopNest nest, Contraction contraction, RandomGenerator random, boolean accumulate) {
        double[] a = wholeNumbers(nest.lengths()[0], random);
        double[] b = wholeNumbers(nest.lengths()[1], random);
        double[] c = wholeNumbers(nest.lengths()[2], random);
        double[] expected = c.clone();
        nest.run(a, b, expected, accumulate);
        double[] doubles = c.clone();
        float[] floats = floats(c);
        int[] at = nest.offsets();
        if (accumulate) {
            nest.declare(contraction).accumulate(a, at[0], b, at[1], doubles, at[2]);
            nest.declare(contraction).accumulate(floats(a), at[0], floats(b), at[1], floats, at[2]);
        } else {
            nest.declare(contraction).store(a, at[0], b, at[1], doubles, at[2]);
            nest.declare(contraction).store(floats(a), at[0], floats(b), at[1], floats, at[2]);
        }
        assertThat(Arrays.mismatch(doubles, expected)).as(nest.toString()).isEqualTo(-1);
        assertThat(Arrays.mismatch(floats, floats(expected)))
                .as(nest.toString())
                .isEqualTo(-1);
    }

    /** Those for which arithmetic without rounding takes less than a second. */
    static Stream<LoopNest> smallShapes() {
        return shapes().filter(nest -> nest.steps() <= 300_000);
    }

    /**
     * The bound for sums of rounded products in blocks: each product and each addition that it goes through rounds once, at
     * most {@code block + 2} times within a block, once for each block and once into the result (Higham, Accuracy and
     * Stability of Numerical Algorithms, 2002, section 4.2).
     */
    @ParameterizedTest
    @MethodSource("smallShapes")
    void roundsLikeABlockedSum(LoopNest nest) {
        RandomGenerator random = new SplittableRandom(7);
        double[] a = floatingPoint(nest.lengths()[0], random);
        double[] b = floatingPoint(nest.lengths()[1], random);
        BigDecimal[] exact = new BigDecimal[nest.lengths()[2]];
        Arrays.fill(exact, BigDecimal.ZERO);
        double[] magnitudes = new double[exact.length];
        nest.run(a, b, exact, magnitudes);
        double[] doubles = new double[exact.length];
        float[] floats = new float[exact.length];
        int[] at = nest.offsets();
        Contraction contraction = new Contraction(panels);
        nest.declare(contraction).store(a, at[0], b, at[1], doubles, at[2]);
        nest.declare(contraction).store(floats(a), at[0], floats(b), at[1], floats, at[2]);
        int roundings =
                Math.min(nest.terms(), ContractionPlan.SUM_BLOCK) + nest.terms() / ContractionPlan.SUM_BLOCK + 3;
        for (int i = 0; i < exact.length; i++) {
            assertThat(distance(doubles[i], exact[i])).isLessThanOrEqualTo(roundings * 0x1p-53 * magnitudes[i]);
            assertThat(distance(floats[i], exact[i])).isLessThanOrEqualTo(roundings * 0x1p-24 * magnitudes[i]);
        }
    }

    /** Summed in single precision, the ones would be lost beside 2^24. */
    @Test
    void dotProductsOfFloatsAreSummedInDoublePrecision() {
        float[] a = new float[2001];
        Arrays.fill(a, 1);
        a[0] = 0x1p24f;
        float[] ones = new float[2001];
        Arrays.fill(ones, 1);
        float[] c = new float[1];
        new Contraction(panels).summed(2001, 1, 1).store(a, 0, ones, 0, c, 0);
        assertThat(c[0]).isEqualTo(0x1p24f + 2000);
    }

    /**
     * Zeros fill up the last group of four terms: neither infinities beside them nor what panels held before may turn them
     * into NaN.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7, 130})
    void infinitiesStayInfinite(int terms) {
        LoopNest nest = product(100, 100, terms);
        double[] a = new double[nest.lengths()[0]];
        double[] b = new double[nest.lengths()[1]];
        Arrays.fill(a, Double.POSITIVE_INFINITY);
        Arrays.fill(b, 2);
        fillPanelsWithInfinities();
        double[] c = new double[nest.lengths()[2]];
        float[] floats = new float[c.length];
        int[] at = nest.offsets();
        Contraction contraction = new Contraction(panels);
        nest.declare(contraction).store(a, at[0], b, at[1], c, at[2]);
        nest.declare(contraction).store(floats(a), at[0], floats(b), at[1], floats, at[2]);
        for (int i = 0; i < 100 * 100; i++) {
            assertThat(c[at[2] + i]).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(floats[at[2] + i]).isEqualTo(Float.POSITIVE_INFINITY);
        }
    }

    /** A term with a factor 0 is 0; the sums of the other rows are 3 + infinity, whatever the method. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1000", "5, 7, 3", "100, 100, 40", "40, 4, 500"})
    void zerosPassNothingOn(int rows, int columns, int terms) {
        double[] a = new double[rows * terms];
        double[] b = new double[terms * columns];
        Arrays.fill(a, 1);
        for (int row = 0; row < rows; row += 2) {
            a[row * terms] = 0;
        }
        Arrays.fill(b, 0, columns, Double.POSITIVE_INFINITY);
        Arrays.fill(b, columns, 2 * columns, 3);
        double[] c = new double[rows * columns];
        float[] floats = new float[rows * columns];
        Contraction contraction = new Contraction(panels);
        contraction.rows(rows, terms, columns).columns(columns, 1, 1).summed(terms, 1, columns);
        contraction.store(a, 0, b, 0, c, 0);
        contraction.rows(rows, terms, columns).columns(columns, 1, 1).summed(terms, 1, columns);
        contraction.store(floats(a), 0, floats(b), 0, floats, 0);
        for (int i = 0; i < c.length; i++) {
            double expected = i / columns % 2 == 0 ? 3 : Double.POSITIVE_INFINITY;
            assertThat(c[i]).isEqualTo(expected);
            assertThat((double) floats[i]).isEqualTo(expected);
        }
    }

    private void fillPanelsWithInfinities() {
        for (float[] row : panels.floats(ContractionPlan.SUM_BLOCK, 100)) {
            Arrays.fill(row, Float.POSITIVE_INFINITY);
        }
        for (double[] row : panels.doubles(ContractionPlan.SUM_BLOCK, 100)) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void allocatesNothingOnceItHasSeenItsSizes(Precision precision) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Contraction contraction = new Contraction(panels);
        double[] doubles = new double[80_000];
        float[] floats = new float[80_000];
        int[] heights = {200, 7, 64, 0, 200};
        long[] allocated = new long[3];
        for (int round = 0; round < allocated.length; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int m : heights) {
                contraction.rows(m, 100, 90).columns(90, 1, 1).summed(100, 1, 90);
                if (precision == Precision.F64) {
                    contraction.store(doubles, 0, doubles, 20_000, doubles, 40_000);
                } else {
                    contraction.accumulate(floats, 0, floats, 20_000, floats, 40_000);
                }
            }
            allocated[round] = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated[0]).isPositive();
        assertThat(allocated).endsWith(0, 0);
    }

    @Test
    void aNegativeSizeIsRefusedAndForgotten() {
        Contraction contraction = new Contraction(panels);
        double[] c = {5};
        assertThatThrownBy(() -> contraction.summed(-1, 1, 1).store(c, 0, c, 0, c, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an axis of size -1");
        contraction.summed(0, 1, 1).store(new double[0], 0, new double[0], 0, c, 0);
        assertThat(c).containsExactly(0);
    }

    private static double distance(double value, BigDecimal exact) {
        return new BigDecimal(value).subtract(exact).abs().doubleValue();
    }

    private static double[] wholeNumbers(int count, RandomGenerator random) {
        return IntStream.range(0, count).mapToDouble(i -> random.nextInt(-8, 9)).toArray();
    }

    /** Values that floats hold too. */
    private static double[] floatingPoint(int count, RandomGenerator random) {
        return IntStream.range(0, count)
                .mapToDouble(i -> random.nextFloat() - 0.5f)
                .toArray();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
