package dev.adjoint.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.interpret.Interpreter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks each row of the table against the operator's definition in high precision. */
class PrimitiveTest {
    /** Step of central differences with 100 digits: their error is about 1e-30 relative, far below a double's. */
    private static final BigDecimal STEP = new BigDecimal("1e-15");

    static Stream<Primitive> differentiable() {
        return Stream.of(Primitive.values()).filter(Primitive::hasPartials);
    }

    /** Whose derivative is 0 by definition, whatever the differences say. */
    private static final Set<Primitive> HAS_NO_SLOPE = Set.of(Primitive.STOP_GRADIENT, Primitive.RANDOM);

    @ParameterizedTest
    @EnumSource(Primitive.class)
    void everyRealOperatorHasPartialsAndSamples(Primitive primitive) {
        boolean real = primitive.resultType() == ElementType.REAL;
        assertThat(primitive.hasPartials()).isEqualTo(real);
        assertThat(primitive.samples().isEmpty()).isEqualTo(!real);
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void valueIsThatOfTheDefinition(Primitive primitive) {
        for (double[] sample : primitive.samples()) {
            Dag dag = new Dag();
            double exact = precise(application(dag, primitive, sample.length), sample, -1, BigDecimal.ZERO)
                    .doubleValue();
            // Math promises 1 to 2.5 ulps for its functions; the composed ones stay within a few more.
            assertThat(primitive.evaluate(sample))
                    .as("%s%s", primitive, Arrays.toString(sample))
                    .isCloseTo(exact, within(6 * Math.ulp(exact)));
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void partialsAreTheDerivatives(Primitive primitive) {
        for (double[] sample : primitive.samples()) {
            if (isKink(primitive, sample) || HAS_NO_SLOPE.contains(primitive)) {
                continue;
            }
            for (int i = 0; i < sample.length; i++) {
                Dag dag = new Dag();
                Apply application = application(dag, primitive, sample.length);
                Node partial = primitive.partial(dag, application, i);
                double symbolic = new Interpreter(Map.of(), bindings(sample)).evaluate(partial)[0];
                BigDecimal difference = precise(application, sample, i, STEP)
                        .subtract(precise(application, sample, i, STEP.negate()))
                        .divide(STEP.add(STEP), HighPrecision.DIGITS);
                assertThat(symbolic)
                        .as("d %s / d operand %d at %s", primitive, i, Arrays.toString(sample))
                        .isCloseTo(
                                difference.doubleValue(), within(1e-13 * Math.abs(difference.doubleValue()) + 1e-300));
            }
        }
    }

    /** Ties of max and min: the two halves of the convention, by hand. */
    @ParameterizedTest
    @EnumSource(
            value = Primitive.class,
            names = {"MAX", "MIN"})
    void tiesShareEqually(Primitive primitive) {
        Dag dag = new Dag();
        Apply application = application(dag, primitive, 2);
        Interpreter interpreter = new Interpreter(Map.of(), bindings(3, 3));
        assertThat(interpreter.evaluate(primitive.partial(dag, application, 0))).containsExactly(0.5);
        assertThat(interpreter.evaluate(primitive.partial(dag, application, 1))).containsExactly(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-2, 0, 3})
    void stoppedGradientsAreZero(double at) {
        Dag dag = new Dag();
        Node partial = Primitive.STOP_GRADIENT.partial(dag, application(dag, Primitive.STOP_GRADIENT, 1), 0);
        assertThat(new Interpreter(Map.of(), bindings(at)).evaluate(partial)).containsExactly(0);
    }

    private static boolean isKink(Primitive primitive, double[] sample) {
        return (primitive == Primitive.MAX || primitive == Primitive.MIN) && sample[0] == sample[1];
    }

    private static Apply application(Dag dag, Primitive primitive, int arity) {
        return (Apply) dag.apply(
                primitive,
                IntStream.range(0, arity)
                        .<Node>mapToObj(i -> dag.variable(Role.INPUT, "x" + i, Shape.SCALAR))
                        .toList());
    }

    private static Map<String, double[]> bindings(double... sample) {
        Map<String, double[]> bindings = new HashMap<>();
        for (int i = 0; i < sample.length; i++) {
            bindings.put("x" + i, new double[] {sample[i]});
        }
        return bindings;
    }

    /** The value with operand {@code shifted} moved by {@code step}. */
    private static BigDecimal precise(Node node, double[] sample, int shifted, BigDecimal step) {
        Map<String, List<BigDecimal>> exact = new HashMap<>();
        for (int i = 0; i < sample.length; i++) {
            BigDecimal value = new BigDecimal(sample[i]);
            exact.put("x" + i, List.of(i == shifted ? value.add(step) : value));
        }
        return new HighPrecision(exact).evaluate(node, 0);
    }

    /** Whoever says that value and partials stay finite is tried far out, where exponentials overflow and quotients divide by 0. */
    @ParameterizedTest
    @EnumSource(Primitive.class)
    void staysFiniteWhereItSaysSo(Primitive primitive) {
        Dag dag = new Dag();
        Variable a = dag.variable(Role.INPUT, "a", Shape.SCALAR);
        Variable b = dag.variable(Role.INPUT, "b", Shape.SCALAR);
        List<Node> operands = primitive.arity() == 1 ? List.of(a) : List.of(a, b);
        if (primitive.operandType() != ElementType.REAL
                || !dag.apply(primitive, operands).isFinite()) {
            return;
        }
        Apply result = (Apply) dag.apply(primitive, operands);
        double[] points = {0, -0.0, 1, -1, 1e-300, 5, 40, -40, 800, -800, 1e6, -1e6};
        for (double x : points) {
            for (double y : points) {
                Map<String, double[]> at = Map.of("a", new double[] {x}, "b", new double[] {y});
                Interpreter interpreter = new Interpreter(Map.of(), at);
                assertThat(interpreter.evaluate(result)[0])
                        .as("%s(%s, %s)", primitive, x, y)
                        .isFinite();
                for (int i = 0; i < operands.size() && primitive.hasPartials(); i++) {
                    assertThat(interpreter.evaluate(primitive.partial(dag, result, i))[0])
                            .as("partial %d of %s at (%s, %s)", i, primitive, x, y)
                            .isFinite();
                }
            }
        }
    }
}
