package dev.adjoint.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.check.Compilation;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.interpret.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The prelude's formulas, as they are written, against values of a system of others ({@code prelude_values.py}). */
class PreludeTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    /** Formulas as on paper lose a few digits by cancellation: at these points, of numbers up to about 10. */
    private static final double TOLERANCE = 1e-14;

    @ParameterizedTest
    @MethodSource("values")
    void givesTheValueOfOthers(String row) {
        String[] cells = row.split(",");
        List<String> arguments = List.of("a", "b", "c").subList(0, cells.length - 2);
        String list = String.join(", ", arguments);
        ModelDag model = Compilation.lower("model M { param " + list + " loss " + cells[0] + "(" + list + ") }");
        Map<String, double[]> point = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            point.put(arguments.get(i), new double[] {Double.parseDouble(cells[i + 2])});
        }
        double value = Double.parseDouble(cells[1]);
        assertThat(new Interpreter(Map.of(), point).evaluate(model.loss())[0])
                .isCloseTo(value, Offset.offset(TOLERANCE * Math.max(1, Math.abs(value))));
    }

    @Test
    void everyFunctionHasValues() throws IOException {
        Set<String> covered = values().stream().map(row -> row.split(",")[0]).collect(Collectors.toSet());
        String prelude = Files.readString(Path.of(System.getProperty("adjoint.root"), "grammar", "prelude.nn"));
        Set<String> declared = Arrays.stream(prelude.split("\n"))
                .filter(line -> line.startsWith("fn "))
                .map(line -> line.substring(3, line.indexOf('(')))
                .collect(Collectors.toSet());
        assertThat(covered).isEqualTo(declared);
    }

    static List<String> values() throws IOException {
        return Files.readAllLines(CORPUS.resolve("prelude-values.csv"));
    }
}
