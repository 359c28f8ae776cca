package dev.adjoint.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitialisationTest {
    private static final Interval POSITIVE = new Interval(0, Double.POSITIVE_INFINITY);
    private static final Interval UNIT = new Interval(0, 1);

    private static Signature.Parameter parameter(String name, int offset, int size, Initialiser initialiser) {
        return parameter(name, offset, size, initialiser, Interval.ALL);
    }

    private static Signature.Parameter parameter(
            String name, int offset, int size, Initialiser initialiser, Interval constraint) {
        return new Signature.Parameter(name, offset, List.of(size), initialiser, constraint, false);
    }

    private static double[] filled(Signature.Parameter parameter, long seed, Precision precision) {
        RealArray flat = RealArray.allocate(precision, parameter.offset() + parameter.count());
        Initialisation.fill(parameter, seed, flat);
        return flat.toDoubles();
    }

    @Test
    void constantsFillTheirElementsOnly() {
        assertThat(filled(parameter("w", 2, 3, new Initialiser.Constant(1.5)), 0, Precision.F64))
                .containsExactly(0, 0, 1.5, 1.5, 1.5);
    }

    @Test
    void missingValuesAreLeftAloneAndListed() {
        var missing = parameter("w", 0, 1, new Initialiser.Missing());
        var given = parameter("b", 1, 1, new Initialiser.Constant(2));
        var signature = new Signature(
                "M", Precision.F64, List.of(), List.of(), List.of(missing, given), List.of(), List.of(), List.of());
        RealArray flat = RealArray.of(7.0, 7.0);
        new Parameters(signature, flat) {}.initialise(1);
        assertThat(flat.toDoubles()).containsExactly(7, 2);
        assertThat(signature.withoutInitialValue()).containsExactly(missing);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void randomValuesDependOnSeedNameAndElementOnly(Precision precision) {
        Initialiser normal = new Initialiser.Normal(0, 1);
        double[] four = filled(parameter("w", 0, 4, normal), 1, precision);
        double[] two = filled(parameter("w", 3, 2, normal), 1, precision);
        assertThat(new double[] {two[3], two[4]}).containsExactly(four[0], four[1]);
        assertThat(filled(parameter("v", 0, 4, normal), 1, precision)).doesNotContain(four);
        assertThat(filled(parameter("w", 0, 4, normal), 2, precision)).doesNotContain(four);
    }

    @Test
    void distributionsAreScaled() {
        double standard = CounterRandom.normal(1, CounterRandom.stream("w"), 0);
        assertThat(filled(parameter("w", 0, 1, new Initialiser.Normal(3, 2)), 1, Precision.F64))
                .containsExactly(3 + 2 * standard);
        assertThat(Arrays.stream(filled(parameter("w", 0, 1000, new Initialiser.Uniform(-2, 6)), 1, Precision.F64))
                        .boxed())
                .allSatisfy(v -> assertThat(v).isBetween(-2.0, 6.0))
                .anySatisfy(v -> assertThat(v).isLessThan(-1.9))
                .anySatisfy(v -> assertThat(v).isGreaterThan(5.9));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void drawsOutsideTheIntervalAreDrawnAgain(Precision precision) {
        Initialiser normal = new Initialiser.Normal(0, 1);
        double[] free = filled(parameter("w", 0, 1000, normal), 1, precision);
        double[] constrained = filled(parameter("w", 0, 1000, normal, POSITIVE), 1, precision);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < free.length; i++) {
            assertThat(constrained[i]).isPositive();
            if (free[i] == constrained[i]) {
                kept.add(i);
            }
        }
        assertThat(kept).hasSizeBetween(400, 600);
    }

    @Test
    void aConstantOutsideTheIntervalIsRefused() {
        var parameter = parameter("w", 0, 1, new Initialiser.Constant(1), UNIT);
        assertThatThrownBy(() -> filled(parameter, 1, Precision.F64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("initial value 1.0 of parameter w is outside (0.0, 1.0)");
    }

    /** 1 - 2^-30 is inside, but the float nearest to it is not. */
    @Test
    void roundingCountsAsOutside() {
        var parameter = parameter("w", 0, 1, new Initialiser.Constant(1 - 0x1p-30), UNIT);
        assertThat(filled(parameter, 1, Precision.F64)).containsExactly(1 - 0x1p-30);
        assertThatThrownBy(() -> filled(parameter, 1, Precision.F32)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void drawsThatNeverHitTheIntervalAreRefused() {
        var parameter = parameter("w", 0, 1, new Initialiser.Uniform(2, 3), UNIT);
        assertThatThrownBy(() -> filled(parameter, 1, Precision.F64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("none of 1000 random initial values of parameter w is inside (0.0, 1.0)");
    }

    /** Fan-in 50, fan-out 30, gain 2: 4·6/80 = 0.3, 4·2/80 = 0.1, 4·3/50 = 0.24, 4/50 = 0.08. */
    @Test
    void boundsAndDeviationsAreThoseOfTheSources() {
        assertThat(new Initialiser.GlorotUniform(50, 30, 2).bound()).isCloseTo(Math.sqrt(0.3), within(1e-15));
        assertThat(new Initialiser.GlorotNormal(50, 30, 2).deviation()).isCloseTo(Math.sqrt(0.1), within(1e-15));
        assertThat(new Initialiser.KaimingUniform(50, 2).bound()).isCloseTo(Math.sqrt(0.24), within(1e-15));
        assertThat(new Initialiser.KaimingNormal(50, 2).deviation()).isCloseTo(Math.sqrt(0.08), within(1e-15));
    }

    static Stream<Arguments> scaledToFans() {
        return Stream.of(
                Arguments.of(new Initialiser.GlorotUniform(50, 30, 2), 0.1, Math.sqrt(0.3)),
                Arguments.of(new Initialiser.GlorotNormal(50, 30, 2), 0.1, Double.POSITIVE_INFINITY),
                Arguments.of(new Initialiser.KaimingUniform(50, 2), 0.08, Math.sqrt(0.24)),
                Arguments.of(new Initialiser.KaimingNormal(50, 2), 0.08, Double.POSITIVE_INFINITY));
    }

    /**
     * Mean, variance and kurtosis of 100,000 draws, each within five of its standard errors: of the mean √(v/n), of the variance
     * v√((k-1)/n), of the kurtosis at most √(96/n), where k is 3 for normal and 9/5 for even numbers.
     */
    @ParameterizedTest
    @MethodSource("scaledToFans")
    void drawsHaveTheMomentsOfTheirDistribution(Initialiser initialiser, double variance, double bound) {
        int n = 100_000;
        double kurtosis = Double.isInfinite(bound) ? 3 : 1.8;
        double[] draws = filled(parameter("w", 0, n, initialiser), 1, Precision.F64);
        double mean = Arrays.stream(draws).sum() / n;
        double second = Arrays.stream(draws).map(v -> v * v).sum() / n;
        double fourth = Arrays.stream(draws).map(v -> v * v * v * v).sum() / n;
        assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(variance / n)));
        assertThat(second).isCloseTo(variance, within(5 * variance * Math.sqrt((kurtosis - 1) / n)));
        assertThat(fourth / (second * second)).isCloseTo(kurtosis, within(5 * Math.sqrt(96.0 / n)));
        assertThat(Arrays.stream(draws).map(Math::abs).max().getAsDouble()).isLessThanOrEqualTo(bound);
        assertThat(filled(parameter("w", 0, n, initialiser), 1, Precision.F64)).containsExactly(draws);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "7, 1", "5, 5", "13, 4", "4, 13", "120, 100", "200, 200"})
    void orthogonalMatricesAre(int rows, int columns) {
        double gain = 1.5;
        var initialiser = new Initialiser.Orthogonal(rows, columns, gain);
        double[] matrix = filled(parameter("w", 0, rows * columns, initialiser), 3, Precision.F64);
        boolean tall = rows >= columns;
        int count = tall ? columns : rows;
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                double dot = 0;
                for (int i = 0; i < (tall ? rows : columns); i++) {
                    dot += tall
                            ? matrix[i * columns + a] * matrix[i * columns + b]
                            : matrix[a * columns + i] * matrix[b * columns + i];
                }
                assertThat(dot).isCloseTo(a == b ? gain * gain : 0, within(1e-12));
            }
        }
        assertThat(filled(parameter("w", 0, rows * columns, initialiser), 3, Precision.F64))
                .containsExactly(matrix);
    }

    /** An even distribution has as many positive as negative diagonal elements, and as much in one column as in another. */
    @Test
    void orthogonalMatricesAreEvenlyDistributed() {
        int n = 4000;
        int positive = 0;
        double[] squares = new double[4];
        for (int seed = 0; seed < n; seed++) {
            double[] matrix = filled(parameter("w", 0, 4, new Initialiser.Orthogonal(2, 2, 1)), seed, Precision.F64);
            positive += matrix[3] > 0 ? 1 : 0;
            for (int i = 0; i < 4; i++) {
                squares[i] += matrix[i] * matrix[i] / n;
            }
        }
        assertThat((double) positive / n).isCloseTo(0.5, within(5 * Math.sqrt(0.25 / n)));
        assertThat(squares).containsExactly(new double[] {0.5, 0.5, 0.5, 0.5}, within(5 * Math.sqrt(0.125 / n)));
    }

    @Test
    void anOrthogonalMatrixCannotBeConstrained() {
        var parameter = parameter("w", 0, 4, new Initialiser.Orthogonal(2, 2, 1), POSITIVE);
        assertThatThrownBy(() -> filled(parameter, 1, Precision.F64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an element of the orthogonal matrix w is outside");
    }

    @Test
    void fansAndGainsArePositive() {
        assertThatThrownBy(() -> new Initialiser.GlorotUniform(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Initialiser.GlorotNormal(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Initialiser.KaimingUniform(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Initialiser.KaimingNormal(1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Initialiser.Orthogonal(1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
