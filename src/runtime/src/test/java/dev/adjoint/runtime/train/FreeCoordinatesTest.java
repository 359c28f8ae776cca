package dev.adjoint.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeCoordinatesTest {
    private static Signature signature(Precision precision, Parameter... parameters) {
        return new Signature(
                "M", precision, List.of(), List.of(), List.of(parameters), List.of(), List.of(), List.of());
    }

    private static Parameter parameter(String name, int offset, Interval interval, boolean frozen) {
        return new Parameter(name, offset, List.of(), new Initialiser.Missing(), interval, frozen);
    }

    private static RealArray point(Precision precision, double w) {
        RealArray flat = RealArray.allocate(precision, 1);
        flat.set(0, w);
        return flat;
    }

    private static FreeCoordinates coordinates(Interval interval, RealArray flat) {
        return new FreeCoordinates(signature(flat.precision(), parameter("w", 0, interval, false)), flat);
    }

    /** u and dw/du worked out by hand: exp u = distance from the bound; logit of the share of the interval. */
    @ParameterizedTest
    @CsvSource({
        "0, Infinity, 1, 0, 1",
        "2, Infinity, 5, 1.0986122886681098, 3",
        "-Infinity, 1, -1, 0.6931471805599453, -2",
        "0, 1, 0.5, 0, 0.25",
        "-1, 3, 2, 1.0986122886681098, 0.75",
        "-Infinity, Infinity, 7, 7, 1",
    })
    void putsFreeInPlaceOfNatural(double low, double high, double w, double u, double slope) {
        RealArray flat = point(Precision.F64, w);
        FreeCoordinates coordinates = coordinates(new Interval(low, high), flat);
        RealArray gradient = RealArray.of(10.0);
        coordinates.enter(flat, gradient);
        assertThat(flat.get(0)).isCloseTo(u, within(1e-15));
        assertThat(gradient.get(0)).isCloseTo(10 * slope, within(1e-14));
        coordinates.leave(flat);
        assertThat(flat.get(0)).isCloseTo(w, within(1e-15));
    }

    /** Central differences of u -> w; their error is of the order of step² = 1e-10. */
    @ParameterizedTest
    @CsvSource({"2, Infinity, 2.1", "-Infinity, 1, -4", "0, 1, 0.9", "-1, 3, -0.99"})
    void slopeIsTheDerivative(double low, double high, double w) {
        double step = 1e-5;
        Interval interval = new Interval(low, high);
        RealArray gradient = RealArray.of(1.0);
        coordinates(interval, point(Precision.F64, w)).enter(point(Precision.F64, w), gradient);
        double difference = moved(interval, w, step) - moved(interval, w, -step);
        assertThat(gradient.get(0)).isCloseTo(difference / (2 * step), within(1e-9));
    }

    private static double moved(Interval interval, double w, double step) {
        RealArray flat = point(Precision.F64, w);
        FreeCoordinates coordinates = coordinates(interval, flat);
        coordinates.enter(flat, RealArray.of(0.0));
        flat.set(0, flat.get(0) + step);
        coordinates.leave(flat);
        return flat.get(0);
    }

    /** Steps so long that exp underflows or overflows, and intervals whose bounds are not representable. */
    @ParameterizedTest
    @CsvSource({
        "0, Infinity, 1",
        "1e10, Infinity, 2e10",
        "0.1, Infinity, 1",
        "-Infinity, 0, -1",
        "-Infinity, 0.1, -1",
        "-Infinity, 1e10, 0",
        "0, 1, 0.5",
        "0.1, 0.7, 0.5",
        "-1e-300, 1e-300, 0",
        "1, 1.0000005, 1.000000238418579",
    })
    void neverLeavesTheInterval(double low, double high, double w) {
        Interval interval = new Interval(low, high);
        for (Precision precision : Precision.values()) {
            for (double step : new double[] {-1e30, -800, -100, -40, -20, 20, 40, 100, 800, 1e30}) {
                RealArray flat = point(precision, w);
                FreeCoordinates coordinates = coordinates(interval, flat);
                coordinates.enter(flat, RealArray.of(0.0));
                flat.set(0, flat.get(0) + step);
                coordinates.leave(flat);
                assertThat(interval.contains(flat.get(0)))
                        .as("%s after a step of %s in %s", flat.get(0), step, precision)
                        .isTrue();
                assertThat(flat.get(0)).isFinite();
            }
        }
    }

    /** Near the bound 1e10, w cannot show how small exp u is; u must not be lost. */
    @Test
    void remembersWhatRoundingHides() {
        RealArray flat = RealArray.of(1e10 + 1);
        FreeCoordinates coordinates = coordinates(new Interval(1e10, Double.POSITIVE_INFINITY), flat);
        for (double step : new double[] {-50, 50}) {
            coordinates.enter(flat, RealArray.of(0.0));
            flat.set(0, flat.get(0) + step);
            coordinates.leave(flat);
        }
        assertThat(flat.get(0)).isEqualTo(1e10 + 1);
    }

    @Test
    void leavesFreeAndFrozenParametersAlone() {
        Interval positive = new Interval(0, Double.POSITIVE_INFINITY);
        var signature = signature(
                Precision.F64,
                parameter("free", 0, Interval.ALL, false),
                parameter("positive", 1, positive, false),
                parameter("frozen", 2, positive, true));
        RealArray flat = RealArray.of(-3.0, Math.E, -5.0);
        RealArray gradient = RealArray.of(2.0, 2.0);
        FreeCoordinates coordinates = new FreeCoordinates(signature, flat);
        coordinates.enter(flat, gradient);
        assertThat(flat.toDoubles()).containsExactly(-3, 1, -5);
        assertThat(gradient.toDoubles()).containsExactly(2, 2 * Math.E);
    }

    @Test
    void refusesAStartOutside() {
        RealArray flat = RealArray.of(1.0);
        assertThatThrownBy(() -> coordinates(new Interval(0, 1), flat))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value 1.0 of parameter w is outside (0.0, 1.0)");
    }
}
