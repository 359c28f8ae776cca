package dev.adjoint.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        var signature =
                new Signature("M", Precision.F64, List.of(), List.of(), List.of(missing, given), List.of(), List.of());
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
}
