package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.runtime.Model;
import dev.adjoint.source.SourceFile;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Typed methods of generated classes check labels, indices and truth values as {@code bind} does. */
class TypedMethodsTest {
    private static final String TEXT = """
            model M {
              dim n, classes = 3, words = 4
              input ids[n] : index(words), at[n] : index(n), on : bool
              target y[n] : class(classes)
              param E[words, classes] = 0.5
              output score[n, classes] = if on then E[ids, classes] else E[ids[at], classes]
              loss sum[n](score[n, y[n]])
            }
            """;

    private static Object call(String method, Object... arguments) throws Throwable {
        Analysis analysis = Adjoint.analyse(new SourceFile("typed.nn", TEXT));
        Model model = analysis.model().orElseThrow().load(List.of());
        model.parameters().initialise(0);
        Class<?>[] types = Arrays.stream(arguments)
                .map(argument -> argument instanceof Double ? double.class : argument.getClass())
                .toArray(Class<?>[]::new);
        try {
            return model.getClass().getMethod(method, types).invoke(model, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void takesWhatIsInRange() throws Throwable {
        assertThat(call("forward", new double[] {0, 3}, new double[] {1, 0}, 1.0, new double[] {2, 0}))
                .isEqualTo(1.0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4   | 1   | 1   | 0   | ids[1] is 4.0, expected an index along words, an integer from 0 to 3
            -1  | 1   | 1   | 0   | ids[1] is -1.0, expected an index along words, an integer from 0 to 3
            0.5 | 1   | 1   | 0   | ids[1] is 0.5, expected an index along words, an integer from 0 to 3
            0   | 2   | 1   | 0   | at[1] is 2.0, expected an index along n, an integer from 0 to 1
            0   | 1   | 2   | 0   | on is 2.0, expected a truth value, 0 or 1
            0   | 1   | 1   | 3   | y[1] is 3.0, expected a label of classes, an integer from 0 to 2
            0   | 1   | 1   | NaN | y[1] is NaN, expected a label of classes, an integer from 0 to 2
            """)
    void saysWhatIsNot(double id, double at, double on, double label, String message) {
        assertThatThrownBy(
                        () -> call("forward", new double[] {0, id}, new double[] {0, at}, on, new double[] {0, label}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
