package dev.adjoint.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpecialFunctionsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private interface Function {
        double of(double[] x);
    }

    /** A function and its bound in ulps, as its Javadoc states it. */
    private record Stated(Function function, double ulps) {}

    private static final Map<String, Stated> FUNCTIONS = Map.of(
            "softplus", new Stated(x -> SpecialFunctions.softplus(x[0]), 1.5),
            "sigmoid", new Stated(x -> SpecialFunctions.sigmoid(x[0]), 2),
            "log1mexp", new Stated(x -> SpecialFunctions.log1mexp(x[0]), 1.5),
            "logAddExp", new Stated(x -> SpecialFunctions.logAddExp(x[0], x[1]), 1.5),
            "erf", new Stated(x -> SpecialFunctions.erf(x[0]), 1.1),
            "erfc", new Stated(x -> SpecialFunctions.erfc(x[0]), 2.7));

    /** One line of what {@code special_function_values.py} printed. */
    private record Point(String function, double[] arguments, BigDecimal value) {
        static Point parse(String line) {
            String[] fields = line.split("\t");
            double[] arguments = Arrays.stream(fields[1].split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Point(fields[0], arguments, new BigDecimal(fields[2]));
        }

        /** Distance of the computed value from the true one in units of the last place of the largest number involved. */
        double ulps() {
            double computed = FUNCTIONS.get(function).function().of(arguments);
            assertThat(computed).as(toString()).isFinite();
            double largest = value.abs().doubleValue();
            if (function.equals("logAddExp")) {
                largest = Math.max(largest, Math.max(Math.abs(arguments[0]), Math.abs(arguments[1])));
            }
            return new BigDecimal(computed)
                    .subtract(value)
                    .abs()
                    .divide(new BigDecimal(Math.ulp(largest)), MathContext.DECIMAL64)
                    .doubleValue();
        }

        @Override
        public String toString() {
            return function + Arrays.toString(arguments);
        }
    }

    static Stream<String> functions() {
        return FUNCTIONS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void isWithinItsStatedBoundOfTheTrueValue(String function) throws IOException {
        List<Point> points = lines("special-function-values.tsv")
                .map(Point::parse)
                .filter(p -> p.function().equals(function))
                .toList();
        assertThat(points).hasSizeGreaterThan(400);
        assertThat(points)
                .allSatisfy(p ->
                        assertThat(p.ulps()).isLessThan(FUNCTIONS.get(function).ulps()));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void passesNanOn(String function) {
        Function f = FUNCTIONS.get(function).function();
        assertThat(f.of(new double[] {Double.NaN, 1})).isNaN();
        if (function.equals("logAddExp")) {
            assertThat(f.of(new double[] {1, Double.NaN})).isNaN();
            assertThat(f.of(new double[] {-INFINITY, Double.NaN})).isNaN();
            assertThat(f.of(new double[] {Double.NaN, Double.NaN})).isNaN();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "softplus, -Infinity, 0",
        "softplus, Infinity, Infinity",
        "sigmoid, -Infinity, 0",
        "sigmoid, Infinity, 1",
        "log1mexp, -Infinity, 0",
        "log1mexp, 0, -Infinity",
        "log1mexp, 1, NaN",
        "erf, Infinity, 1",
        "erf, -Infinity, -1",
        "erf, 1e300, 1",
        "erfc, Infinity, 0",
        "erfc, -Infinity, 2",
        "erfc, 1e300, 0",
        "erfc, -1e300, 2",
    })
    void hasItsLimits(String function, double x, Double limit) {
        assertThat(FUNCTIONS.get(function).function().of(new double[] {x}) + 0.0)
                .isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({
        "-Infinity, -Infinity, -Infinity",
        "Infinity, Infinity, Infinity",
        "-Infinity, Infinity, Infinity",
        "-Infinity, 3, 3",
        "3, -Infinity, 3",
        "Infinity, 3, Infinity",
        "-1000, 1000, 1000",
    })
    void addsInfiniteLogarithms(double a, double b, double sum) {
        assertThat(SpecialFunctions.logAddExp(a, b)).isEqualTo(sum);
    }

    @Test
    void erfKeepsTheSignOfZero() {
        assertThat(1 / SpecialFunctions.erf(-0.0)).isEqualTo(-INFINITY);
    }

    @Test
    void coefficientsAreThoseDerived() throws IOException {
        List<Double> derived = lines("error-function-coefficients.txt")
                .filter(l -> !l.equals("core") && !l.equals("tail"))
                .map(Double::valueOf)
                .toList();
        assertThat(Stream.of(ErrorFunction.CORE, ErrorFunction.TAIL)
                        .flatMap(c -> Arrays.stream(c).boxed())
                        .toList())
                .isEqualTo(derived);
    }

    private static Stream<String> lines(String resource) throws IOException {
        try (var stream = SpecialFunctionsTest.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }
}
