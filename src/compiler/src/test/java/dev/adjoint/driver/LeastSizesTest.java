package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature.LeastSize;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** First and last elements along dims whose sizes the data decide. */
class LeastSizesTest {
    private static final String LAST_STATE = """
            model M {
              dim n, time
              input x[n, time]
              param w = 0.5
              let h = scan t over time carry s[n] = 0 { next s = w * s + x[t] emit s }
              output y[n] = h[time - 1, n]
              loss sum(y)
            }
            """;

    private static Model load(String text) {
        Analysis analysis = Adjoint.analyse(new SourceFile("some/folder/rnn.nn", text));
        assertThat(analysis.diagnostics()).isEmpty();
        return analysis.model().orElseThrow().load(List.of());
    }

    /** With x = 1, 2, 3: h = (w + 2) w + 3 = 4.25 at w = 1/2, and dh/dw = 2 w + 2 = 3; with 4, 0, 1: 4 w^2 + 1 = 2, 8 w = 4. */
    @Test
    void takesTheLastStateOfAScan() {
        Model model = load(LAST_STATE);
        model.parameters().initialise(0);
        model.bind(Map.of("x", new Tensor(List.of(2, 3), RealArray.of(1.0, 2, 3, 4, 0, 1))));
        RealArray gradient = RealArray.of(new double[1]);

        assertThat(model.forward()).isCloseTo(6.25, within(1e-14));
        assertThat(Arrays.copyOf(model.output("y").values().toDoubles(), 2)).containsExactly(4.25, 2);
        model.backward(gradient);
        assertThat(gradient.get(0)).isCloseTo(7, within(1e-14));
        assertThat(model.lossAndGradient(gradient)).isCloseTo(6.25, within(1e-14));
        assertThat(gradient.get(0)).isCloseTo(7, within(1e-14));
    }

    @Test
    void bindRefusesDataThatAreTooShort() {
        Model model = load(LAST_STATE);
        Map<String, Tensor> empty = Map.of("x", new Tensor(List.of(2, 0), RealArray.of(new double[0])));

        assertThatThrownBy(() -> model.bind(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time is 0, but the model needs at least 1: h[time - 1, n] (rnn.nn:6)");
    }

    @Test
    void typedMethodsRefuseDataThatAreTooShort() throws ReflectiveOperationException {
        Model model = load("""
                model M {
                  dim h
                  input x[h]
                  param w = 1
                  loss w * sum(slice(x, 0, 3))
                }
                """);
        Method forward = model.getClass().getMethod("forward", double[].class);

        assertThatThrownBy(() -> forward.invoke(model, new double[2]))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("h is 2, but the model needs at least 3: slice(x, 0, 3) (rnn.nn:5)");
        model.parameters().initialise(0);
        assertThat(forward.invoke(model, new double[] {1, 2, 4, 8})).isEqualTo(7.0);
    }

    /**
     * Those of functions, for each axis they are called with; of one dim the largest. A quotient is a size, which is 0 where
     * its formula is negative: h/2 - 1 is 0 for h = 1.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x[0] + x[2] + x[1]             | h 3 x[2]",
                "x[h - 4]                       | h 4 x[h - 4]",
                "x[h/2 - 1]                     | h 1 x[h/2 - 1]",
                "sum[r: 3](x[h - 5 + r])        | h 5 x[h - 5 + r]",
                "sum(slice(x, h - 2, h))        | h 2 slice(x, h - 2, h)",
                "third(x) * third(y)            | h 3 v[2]; w 3 v[2]",
                "x[0] * y[w - 1]                | h 1 x[0]; w 1 y[w - 1]",
                "sum(z[0, h])                   | ''",
                "x[5 else 0] + x[h - 1 else 0]  | ''",
                "sum[i: h](x[h - 1 - i])        | ''"
            })
    void areWhatTheElementsNeed(String expression, String expected) {
        Model model = load("""
                fn third(v) = v[2]
                model M {
                  dim h, w, k = 2
                  input x[h], y[w], z[k, h]
                  param a = 1
                  loss a * (%s) + mean(x) + mean(y) + mean(z)
                }
                """.formatted(expression));

        List<String> sizes = model.signature().leastSizes().stream()
                .map(least -> least.dim() + " " + least.size() + " " + without(least))
                .toList();
        assertThat(String.join("; ", sizes)).isEqualTo(expected);
    }

    private static String without(LeastSize least) {
        assertThat(least.reason()).matches(".* \\(rnn\\.nn:[16]\\)");
        return least.reason().replaceFirst(" \\(rnn.*", "");
    }
}
