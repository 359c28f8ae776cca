package dev.adjoint.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.print.ChainRule.Local;
import dev.adjoint.print.ChainRule.Step;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChainRuleTest {
    private static final SourceFile FILE =
            new SourceFile("linear.nn", "\n\noutput yhat = w*x + b\nloss mean((yhat - y)^2)\n");

    private final Dag dag = new Dag();
    private final Axis n = Axis.of(Dim.unbound("n"));
    private final Node x = dag.variable(Role.INPUT, "x", Shape.of(n));
    private final Node y = dag.variable(Role.TARGET, "y", Shape.of(n));
    private final Variable w = dag.variable(Role.PARAMETER, "w", Shape.SCALAR);
    private final Variable b = dag.variable(Role.PARAMETER, "b", Shape.SCALAR);

    private static double[] values(double... values) {
        return values;
    }

    private static Optional<Span> origin(String text) {
        int start = FILE.text().indexOf(text);
        return Optional.of(FILE.span(start, start + text.length()));
    }

    private static List<Step> linearRegression(double[] residuals, double[] predictions, double[] slopes, double[] x) {
        double loss = 0;
        for (double r : residuals) {
            loss += r * r / residuals.length;
        }
        return List.of(
                new Step(
                        "loss",
                        "mean[n]((yhat - y)^2)",
                        List.of(),
                        List.of(new Local("yhat", "2*(yhat - y)/size(n)", slopes)),
                        values(loss),
                        values(1),
                        origin("loss")),
                new Step(
                        "yhat",
                        "w*x + b",
                        List.of("n"),
                        List.of(new Local("w", "x", x)),
                        predictions,
                        slopes,
                        origin("output")));
    }

    /** x = 2.1, y = 4, w = 1, b = 0: the example every textbook works out. */
    @Test
    void oneSample() {
        List<Step> steps = linearRegression(values(-1.9), values(2.1), values(-3.8), values(2.1));
        assertThat(new ChainRule(steps, "w", -7.98).lines())
                .containsExactly(
                        "loss = mean[n]((yhat - y)^2)                     = 3.61                    linear.nn:4",
                        "  d loss/d yhat = 2*(yhat - y)/size(n)           = [-3.8]",
                        "yhat = w*x + b                                   = [2.1]                   linear.nn:3",
                        "  d yhat/d w = x                                 = [2.1]",
                        "d loss/d w = sum[n](d loss/d yhat * d yhat/d w)  = sum of [-7.98] = -7.98");
    }

    @Test
    void severalSamplesShowTheFirstThreeAndTheTotal() {
        double[] residuals = {1, -1, 2, -2};
        List<Step> steps =
                linearRegression(residuals, values(1, 2, 3, 4), values(0.5, -0.5, 1, -1), values(1, 2, 3, 5));
        assertThat(new ChainRule(steps, "w", -2.5).lines())
                .anySatisfy(line -> assertThat(line).endsWith("= [0.5, -0.5, 1, …]"))
                .last()
                .asString()
                .endsWith("= sum of [0.5, -1, 3, …] = -2.5");
    }

    /** f = u1*u2 with u1 = w^2, u2 = 3*w at w = 2: df/dw = 9*w^2 = 36. */
    @Test
    void severalPathsAddUp() {
        List<Step> steps = List.of(
                step(
                        "f",
                        "u1*u2",
                        values(24),
                        values(1),
                        new Local("u2", "u1", values(4)),
                        new Local("u1", "u2", values(6))),
                step("u2", "3*w", values(6), values(4), new Local("w", "3", values(3))),
                step("u1", "w^2", values(4), values(6), new Local("w", "2*w", values(4))));
        assertThat(new ChainRule(steps, "w", 36).lines())
                .containsExactly(
                        "f = u1*u2                                            = 24",
                        "  d f/d u2 = u1                                      = 4",
                        "  d f/d u1 = u2                                      = 6",
                        "u2 = 3*w                                             = 6",
                        "  d u2/d w = 3                                       = 3",
                        "u1 = w^2                                             = 4",
                        "  d u1/d w = 2*w                                     = 4",
                        "d f/d w = d f/d u2 * d u2/d w + d f/d u1 * d u1/d w  = 36");
    }

    /** f = exp(u2), u2 = sin(u1), u1 = w^2: the derivative by u1 is accumulated before it is used. */
    @Test
    void derivativesAccumulateFromTheLossDown() {
        List<Step> steps = List.of(
                step("f", "exp(u2)", values(1), values(1), new Local("u2", "exp(u2)", values(1))),
                step("u2", "sin(u1)", values(0), values(1), new Local("u1", "cos(u1)", values(1))),
                step("u1", "w^2", values(0), values(1), new Local("w", "2*w", values(0))));
        assertThat(new ChainRule(steps, "w", 0).lines())
                .contains("  d f/d u1 = d f/d u2 * d u2/d u1  = 1")
                .endsWith("d f/d w = d f/d u1 * d u1/d w      = 0");
    }

    @Test
    void aVariableOffAllPathsHasNoChainRule() {
        assertThatThrownBy(() -> new ChainRule(List.of(), "w", 0)).hasMessageContaining("no path to w");
    }

    private static Step step(String name, String formula, double[] value, double[] adjoint, Local... locals) {
        return new Step(name, formula, List.of(), List.of(locals), value, adjoint, Optional.empty());
    }
}
