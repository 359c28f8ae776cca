package dev.adjoint.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRandomTest {
    private static final int MANY = 200_000;

    /** The JDK's SplittableRandom is the reference implementation of SplitMix64. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE, 0x0123456789abcdefL})
    void drawsTheNumbersOfSplitMix64(long seed) {
        SplittableRandom streams = new SplittableRandom(seed);
        for (int stream = 0; stream < 5; stream++) {
            SplittableRandom numbers = new SplittableRandom(streams.nextLong());
            for (int index = 0; index < 5; index++) {
                assertThat(CounterRandom.bits(seed, stream, index)).isEqualTo(numbers.nextLong());
            }
        }
    }

    /** Test vectors from Landon Noll's test_fnv.c. */
    @ParameterizedTest
    @CsvSource({"'', cbf29ce484222325", "a, af63dc4c8601ec8c", "foobar, 85944171f73967e8"})
    void hashesNamesByFnv1a(String name, String hash) {
        assertThat(Long.toHexString(CounterRandom.stream(name))).isEqualTo(hash);
    }

    /** Mean 1/2 and variance 1/12; five standard errors of each mean. */
    @Test
    void uniformIsEven() {
        double[] draws = draws(i -> CounterRandom.uniform(7, 3, i));
        assertThat(Arrays.stream(draws).min().orElseThrow()).isNotNegative();
        assertThat(Arrays.stream(draws).max().orElseThrow()).isLessThan(1);
        assertThat(mean(draws, 1)).isCloseTo(1 / 2.0, within(5 * Math.sqrt(1 / 12.0 / MANY)));
        assertThat(mean(draws, 2)).isCloseTo(1 / 3.0, within(5 * Math.sqrt(4 / 45.0 / MANY)));
    }

    /** Moments 0, 1, 0, 3 of the normal distribution, within five standard errors (variances 1, 2, 15, 96). */
    @Test
    void normalHasItsMoments() {
        double[] draws = draws(i -> CounterRandom.normal(7, 3, i));
        double[] moments = {0, 1, 0, 3};
        double[] variances = {1, 2, 15, 96};
        for (int power = 1; power <= 4; power++) {
            assertThat(mean(draws, power))
                    .isCloseTo(moments[power - 1], within(5 * Math.sqrt(variances[power - 1] / MANY)));
        }
    }

    /** The largest distance of distributions is below 1.95/sqrt(n) in 999 of 1000 cases (Kolmogorov, 1933). */
    @Test
    void normalHasItsDistribution() {
        double[] draws = draws(i -> CounterRandom.normal(11, 0, i));
        Arrays.sort(draws);
        for (int i = 0; i < MANY; i++) {
            double below = SpecialFunctions.erfc(-draws[i] / Math.sqrt(2)) / 2;
            assertThat(below).isCloseTo((i + 0.5) / MANY, within(1.95 / Math.sqrt(MANY)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 13, 1000})
    void shufflePermutes(int length) {
        int[] numbers = IntStream.range(0, length).toArray();
        CounterRandom.shuffle(5, 2, numbers);
        assertThat(numbers).containsExactlyInAnyOrder(IntStream.range(0, length).toArray());
        int[] again = IntStream.range(0, length).toArray();
        CounterRandom.shuffle(5, 2, again);
        assertThat(again).isEqualTo(numbers);
    }

    /** Each of the 24 orders of four numbers, within five standard errors of its even share. */
    @Test
    void shuffleGivesEveryOrderItsShare() {
        int[] counts = new int[1 << 8];
        int runs = 24_000;
        for (int run = 0; run < runs; run++) {
            int[] n = {0, 1, 2, 3};
            CounterRandom.shuffle(1, run, n);
            counts[n[0] << 6 | n[1] << 4 | n[2] << 2 | n[3]]++;
        }
        int[] seen = Arrays.stream(counts).filter(c -> c > 0).toArray();
        assertThat(seen).hasSize(24);
        assertThat(Arrays.stream(seen).boxed())
                .allSatisfy(c -> assertThat((double) c).isCloseTo(1000, within(5 * Math.sqrt(1000))));
    }

    private static double[] draws(IntToDoubleFunction draw) {
        return IntStream.range(0, MANY).mapToDouble(draw).toArray();
    }

    private static double mean(double[] draws, int power) {
        return Arrays.stream(draws).map(d -> Math.pow(d, power)).average().orElseThrow();
    }
}
