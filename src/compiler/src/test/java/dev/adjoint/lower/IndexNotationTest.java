package dev.adjoint.lower;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.adjoint.check.Compilation;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.interpret.Interpreter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is lowered computes what NumPy says ({@code index_notation.py}). */
class IndexNotationTest {
    private static final Path CASES = Path.of("src/test/resources/oracle/index_notation.json");

    /** Numbers are multiples of 1/8 up to 2: sums and products are exact but for quotients, and logarithms. */
    private static final double TOLERANCE = 1e-13;

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatNumPyDoes(JsonNode test) {
        String text = "model M { " + test.get("items").asText() + " loss 0 }";
        ModelDag model = Compilation.lower(text);
        Map<Dim, Integer> sizes = new HashMap<>();
        test.get("sizes")
                .properties()
                .forEach(e -> sizes.put(Dim.unbound(e.getKey()), e.getValue().asInt()));
        Map<String, double[]> inputs = new HashMap<>();
        test.get("inputs").properties().forEach(e -> inputs.put(e.getKey(), numbers(e.getValue())));
        ModelDag.Output output = model.outputs().get(0);
        double[] found = new Interpreter(sizes, inputs).evaluate(output.value(), output.shape());
        double[] expected = numbers(test.get("values"));
        assertThat(found).as(text).containsExactly(expected, Offset.offset(TOLERANCE * largest(expected)));
    }

    static List<Named<JsonNode>> cases() throws IOException {
        List<Named<JsonNode>> cases = new ArrayList<>();
        new ObjectMapper()
                .readTree(CASES.toFile())
                .forEach(test -> cases.add(Named.of(test.get("name").asText(), test)));
        return cases;
    }

    private static double largest(double[] values) {
        double largest = 1;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
