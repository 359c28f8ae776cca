package dev.adjoint.lower;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.adjoint.check.Compilation;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.interpret.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The prelude's formulas, as they are written, against values of a system of others ({@code prelude_values.py}). */
class PreludeTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    /** Compared by {@code PreludeLayersTest}. */
    private static final Path LAYERS = Path.of("src/test/resources/oracle/prelude_layers.json");

    /** Formulas as on paper lose a few digits by cancellation: at these points, of numbers up to about 10. */
    private static final double TOLERANCE = 1e-14;

    /** A function of the prelude, first on the right side of the output. */
    private static final Pattern CALL = Pattern.compile("output y(?:\\[[^]]*])? = (\\w+)");

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

    @ParameterizedTest
    @MethodSource("tensors")
    void givesTheValueOfOthersAlongAxes(NumericCase test) {
        test.check(TOLERANCE);
        test.checkGenerated(TOLERANCE);
    }

    static List<Named<NumericCase>> tensors() {
        return NumericCase.in("prelude_tensors.json");
    }

    @Test
    void everyFunctionHasValues() throws IOException {
        Set<String> covered = values().stream().map(row -> row.split(",")[0]).collect(Collectors.toSet());
        tensors().forEach(test -> covered.addAll(called(test.getPayload().items())));
        for (JsonNode layer : new ObjectMapper().readTree(LAYERS.toFile())) {
            covered.addAll(called(layer.get("model").asText()));
        }
        String prelude = Files.readString(Path.of(System.getProperty("adjoint.root"), "grammar", "prelude.nn"));
        Set<String> declared = Pattern.compile("^(?:fn|layer) (\\w+)", Pattern.MULTILINE)
                .matcher(prelude)
                .results()
                .map(declaration -> declaration.group(1))
                .collect(Collectors.toSet());
        assertThat(covered).containsAll(declared);
    }

    private static List<String> called(String items) {
        return CALL.matcher(items).results().map(call -> call.group(1)).toList();
    }

    static List<String> values() throws IOException {
        return Files.readAllLines(CORPUS.resolve("prelude-values.csv"));
    }
}
