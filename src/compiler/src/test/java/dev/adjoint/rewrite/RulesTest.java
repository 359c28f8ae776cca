package dev.adjoint.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.HighPrecision;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.interpret.Interpreter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies every rule on concrete operands: both sides in high precision, and the stable side in double precision. */
class RulesTest {
    private static final Dim DIM = Dim.unbound("i");
    private static final Shape ALONG = Shape.of(Axis.of(DIM));
    private static final double[] CONSTANTS = {-3, -2, -1, 0.5, 2, 3, 4};
    private static final double[] POINTS = {
        -700, -38.5, -20, -5.25, -1.5, -0.6, -0.1, -1e-3, -1e-9, 1e-9, 1e-3, 0.1, 0.4, 0.9, 1.75, 3, 6, 21, 37, 700
    };
    private static final BigDecimal EQUAL = new BigDecimal("1e-40");

    static Stream<String> names() {
        return Rules.all().stream().map(Rule::name);
    }

    @Test
    void namesAreUnique() {
        assertThat(names()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("names")
    void bothSidesAreTheSameRealNumber(String name) {
        int checked = 0;
        for (Instance instance : instances(rule(name))) {
            for (Map<String, double[]> point : points()) {
                Optional<BigDecimal> lhs = precise(instance.lhs, point);
                if (lhs.isPresent()) {
                    BigDecimal rhs = precise(instance.rhs, point).orElseThrow();
                    BigDecimal error = lhs.get().subtract(rhs).abs();
                    assertThat(error)
                            .as("%s at %s", name, describe(point))
                            .isLessThanOrEqualTo(EQUAL.multiply(lhs.get().abs().max(EQUAL)));
                    checked++;
                }
            }
        }
        assertThat(checked).as("points of the domain").isGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("names")
    void stableSidesAreAccurateInDoublePrecision(String name) {
        if (rule(name).kind() != RuleKind.STABILISE) {
            return;
        }
        for (Instance instance : instances(rule(name))) {
            for (Map<String, double[]> point : points()) {
                Optional<BigDecimal> exact = precise(instance.lhs, point);
                double magnitude = exact.map(v -> Math.abs(v.doubleValue())).orElse(0.0);
                // Below 1e-290 results may be subnormal, above 1e300 operands of the sum may overflow: no digits
                // promised.
                if (magnitude > 1e-290 && magnitude < 1e300) {
                    double actual = new Interpreter(Map.of(DIM, 3), point).evaluate(instance.rhs)[0];
                    // Rounding of an operand x moves e^x by |x| ulps: 700 ulps at the outermost points, times powers.
                    assertThat(actual)
                            .as("%s at %s", name, describe(point))
                            .isCloseTo(exact.get().doubleValue(), withinPercentage(1e-10));
                }
            }
        }
    }

    private record Instance(Node lhs, Node rhs) {}

    /** The rule on variables, once for each choice of constants and equal operands that its guard accepts. */
    private static List<Instance> instances(Rule rule) {
        List<Instance> instances = new ArrayList<>();
        Dag dag = new Dag();
        Set<Node> known = new HashSet<>();
        for (double k : CONSTANTS) {
            for (boolean same : new boolean[] {false, true}) {
                Map<Node, Node> made = new HashMap<>();
                for (Node node : Reachable.from(rule.lhs())) {
                    made.put(node, instantiate(dag, node, made, k, same));
                }
                Node lhs = made.get(rule.lhs());
                // A rule without a constant, or without a second operand, is the same for all choices of it.
                if (!known.add(lhs)) {
                    continue;
                }
                Node normal =
                        lhs instanceof Apply apply ? new NormalForm(dag, n -> true).of(apply, apply.operands()) : lhs;
                Match.of(rule, dag, normal)
                        .ifPresent(match ->
                                instances.add(new Instance(lhs, rule.rhs().of(dag, match))));
            }
        }
        assertThat(instances).as("instances of " + rule.name()).isNotEmpty();
        return instances;
    }

    private static Node instantiate(Dag dag, Node pattern, Map<Node, Node> made, double k, boolean same) {
        if (pattern instanceof Variable variable) {
            return switch (variable.name()) {
                case "k" -> dag.constant(k);
                case "c" -> dag.constant(1.5);
                case "y" -> dag.variable(Role.INPUT, same ? "xs" : "y", same ? ALONG : Shape.SCALAR);
                default ->
                    variable.shape().isScalar()
                            ? dag.variable(Role.INPUT, "x", Shape.SCALAR)
                            : dag.variable(Role.INPUT, "xs", ALONG);
            };
        }
        return dag.with(pattern, pattern.operands().stream().map(made::get).toList());
    }

    private static List<Map<String, double[]>> points() {
        List<Map<String, double[]>> points = new ArrayList<>();
        for (int i = 0; i < POINTS.length; i++) {
            for (int j : new int[] {0, 7, 12, 19}) {
                double x = POINTS[i];
                double y = POINTS[(i + j) % POINTS.length];
                points.add(Map.of("x", new double[] {x}, "y", new double[] {y}, "xs", new double[] {x, y, 0.5}));
            }
        }
        return points;
    }

    private static Optional<BigDecimal> precise(Node node, Map<String, double[]> point) {
        Map<String, List<BigDecimal>> exact = new HashMap<>();
        point.forEach((name, values) ->
                exact.put(name, Arrays.stream(values).mapToObj(BigDecimal::new).toList()));
        try {
            return Optional.of(new HighPrecision(exact).evaluate(node, 0));
        } catch (ArithmeticException outsideDomain) {
            return Optional.empty();
        }
    }

    private static Rule rule(String name) {
        return Rules.all().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String describe(Map<String, double[]> point) {
        return "x=" + point.get("x")[0] + " y=" + point.get("y")[0];
    }
}
