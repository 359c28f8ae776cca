package dev.adjoint.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.check.Compilation;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import dev.adjoint.source.Span;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoweringTest {
    /** Values by hand, at a = 2, b = 3, c = 5. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a + b - c                                  | 0
            a - b - c                                  | -6
            a - (b - c)                                | 4
            -a - -b                                    | 1
            - - -a                                     | -2
            a * b / c                                  | 1.2
            a / b * c / a                              | 1.6666666666666667
            a / (b * c)                                | 0.13333333333333333
            -a^2                                       | -4
            (-a)^2                                     | 4
            2^-a                                       | 0.25
            a^b^a                                      | 512
            a^-b^a                                     | 0.001953125
            a^-b^-a                                    | 0.9258747122872905
            a * -b^2                                   | -18
            a*a*a*a*a*a*a*a*a*a*a*a                    | 4096
            a*a*a*a*a*a*a*a*a*a / b                    | 341.3333333333333
            if a < b then a else b                     | 2
            if not a < b or a == b then a else b       | 3
            if a < b and b < c and c < 4 then 1 else 0 | 0
            if a >= 2 or b / 0 > 1 then 1 else 0       | 1
            if if a > b then a > c else c > b then 1 else 0 | 1
            max(a, b, c, 4) - min(c, b, a)             | 3
            pow(a, b) + abs(-a) + sign(-b) + sqrt(4)   | 11
            sum(v) + mean(v) + prod(v) + max(v) + min(v) | 18
            mean(v * u) / sum(u)                       | 1
            sum[n](v * sum[k](u))                      | 24
            relu(-a) + relu(a) + square(b)             | 11
            clamp(c, a, b)                             | 3
            """)
    void computesWhatIsWritten(String expression, double value) {
        ModelDag model = Compilation.lower("model M { dim n = 3, k = 2 param a, b, c input v[n], u[k] loss "
                + expression + " + 0 * (sum(v) + sum(u) + a + b + c) }");
        Map<String, double[]> values = Map.of(
                "a", new double[] {2},
                "b", new double[] {3},
                "c", new double[] {5},
                "v", new double[] {1, 2, 3},
                "u", new double[] {1, 3});
        double found = new Interpreter(Map.of(), values).evaluate(model.loss())[0];
        assertThat(found).isCloseTo(value, Offset.offset(4 * Math.ulp(value)));
    }

    @Test
    void keepsDeclarations() {
        ModelDag model = Compilation.lower("""
                /// A line.
                model Line {
                  precision f32
                  dim n, k = 2
                  input /// Where.
                    x[n]
                  target y[k, n]
                  param slope[k] > 0 ~ uniform(1, 2), shift = 2 * 3 frozen
                  let line = slope * x
                  /// The line.
                  output yhat[k, n] = line + shift
                  loss mean((yhat - y)^2)
                }
                """);
        assertThat(model.name()).isEqualTo("Line");
        assertThat(model.doc()).isEqualTo("A line.");
        assertThat(model.precision()).isEqualTo(Precision.F32);
        assertThat(model.inputs()).extracting(ModelDag.Data::doc).containsExactly("Where.");
        assertThat(model.inputs()).extracting(d -> d.variable().toString()).containsExactly("x[n]");
        assertThat(model.targets()).extracting(d -> d.variable().toString()).containsExactly("y[k, n]");
        assertThat(model.parameters())
                .extracting(ModelDag.Parameter::initialiser)
                .containsExactly(new Initialiser.Uniform(1, 2), new Initialiser.Constant(6));
        assertThat(model.parameters())
                .extracting(ModelDag.Parameter::constraint)
                .containsExactly(new Interval(0, Double.POSITIVE_INFINITY), Interval.ALL);
        assertThat(model.parameters())
                .extracting(p -> p.variable().role().name())
                .containsExactly("PARAMETER", "FROZEN");
        assertThat(model.named().keySet()).containsExactly("line", "yhat");
        assertThat(model.outputs()).extracting(o -> o.shape().toString()).containsExactly("[k, n]");
        assertThat(model.outputs()).extracting(ModelDag.Output::doc).containsExactly("The line.");
    }

    /** A reader looks for a value where the model calls for it, not in the prelude. */
    @Test
    void nodesOfAFunctionComeFromTheCallFirst() {
        ModelDag model = Compilation.lower("model M { param w = 1 output p = sigmoid(w) loss p^2 }");
        Node quotient = model.named().get("p");
        assertThat(model.dag().origins(quotient))
                .extracting(Span::text)
                .containsExactly("sigmoid(w)", "1 / (1 + exp(-x))");
    }
}
