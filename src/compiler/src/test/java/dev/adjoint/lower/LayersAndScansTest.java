package dev.adjoint.lower;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.adjoint.check.Compilation;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.rewrite.Simplify;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions, layers and scans compute what NumPy says ({@code layers_and_scans.py}). */
class LayersAndScansTest {
    private static final Path CASES = Path.of("src/test/resources/oracle/layers_and_scans.json");

    /** A few dozen roundings of numbers below 10, in one order here and in another there. */
    private static final double TOLERANCE = 1e-13;

    /** The cube root of the rounding unit balances truncation, of third derivatives near 10, with rounding. */
    private static final double STEP = 1e-5;

    private static final double DIFFERENCE_TOLERANCE = 1e-7;

    @ParameterizedTest
    @MethodSource("cases")
    void computesWhatNumPyDoes(JsonNode test) {
        String text = test.get("program").asText();
        ModelDag.Output output = Compilation.lower(text).outputs().get(0);
        double[] found = new Interpreter(sizes(test), inputs(test)).evaluate(output.value(), output.shape());
        assertThat(found).as(text).containsExactly(numbers(test.get("values")), Offset.offset(TOLERANCE));
    }

    /** The gradient of the sum of what is computed, before and after simplification, is what central differences say. */
    @ParameterizedTest
    @MethodSource("cases")
    void differentiates(JsonNode test) {
        ModelDag model = Compilation.lower(test.get("program").asText());
        Node value = model.outputs().get(0).value();
        List<Variable> variables = Reachable.from(List.of(value)).stream()
                .filter(node -> node instanceof Variable variable && variable.role() != Role.FORMAL)
                .map(Variable.class::cast)
                .filter(variable -> !test.get("truths").toString().contains('"' + variable.name() + '"'))
                .toList();
        Map<Node, Node> gradient =
                Gradient.of(model.dag(), Map.of(value, model.dag().constant(1)), variables);
        Map<Node, Node> simple = Simplify.of(model.dag(), gradient.values());
        Interpreter interpreter = new Interpreter(sizes(test), inputs(test));
        for (Variable variable : variables) {
            double[] expected = centralDifferences(test, value, variable);
            Node plain = gradient.get(variable);
            for (Node adjoint : List.of(plain, simple.get(plain))) {
                double[] found = interpreter.evaluate(adjoint, variable.shape());
                assertThat(found).as(variable.name()).containsExactly(expected, Offset.offset(DIFFERENCE_TOLERANCE));
            }
        }
    }

    private static double[] centralDifferences(JsonNode test, Node value, Variable variable) {
        double[] differences = new double[inputs(test).get(variable.name()).length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = (sum(test, value, variable, i, STEP) - sum(test, value, variable, i, -STEP)) / (2 * STEP);
        }
        return differences;
    }

    private static double sum(JsonNode test, Node value, Variable variable, int index, double change) {
        Map<String, double[]> inputs = inputs(test);
        inputs.get(variable.name())[index] += change;
        return Arrays.stream(new Interpreter(sizes(test), inputs).evaluate(value))
                .sum();
    }

    private static Map<Dim, Integer> sizes(JsonNode test) {
        Map<Dim, Integer> sizes = new HashMap<>();
        test.get("sizes")
                .properties()
                .forEach(e -> sizes.put(Dim.unbound(e.getKey()), e.getValue().asInt()));
        return sizes;
    }

    private static Map<String, double[]> inputs(JsonNode test) {
        Map<String, double[]> inputs = new HashMap<>();
        test.get("inputs").properties().forEach(e -> inputs.put(e.getKey(), numbers(e.getValue())));
        return inputs;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesParametersByPaths(JsonNode test) {
        ModelDag model = Compilation.lower(test.get("program").asText());
        List<String> expected = new ArrayList<>();
        test.get("parameters").forEach(path -> expected.add(path.asText()));
        assertThat(model.parameters()).extracting(p -> p.variable().name()).isEqualTo(expected);
    }

    /** Uses of layers in the model, how many calls they become, and of how many lambdas. */
    @ParameterizedTest
    @CsvSource({
        "dense(x), 0, 0",
        "dense(dense(x)), 2, 1",
        "x |> repeat 48 block, 48, 1",
        "'block(x) + block(x[n, t])', 2, 1",
        "block(x) + block(x @ e), 2, 1",
        "block(x) + block(sum[n](x)), 0, 0",
        "block(x) |> other |> other, 2, 1",
        "dense(block(block(x))), 3, 2",
        "dense(dense(block(block(x)))), 4, 2",
    })
    void sharesLayers(String use, int calls, int lambdas) {
        ModelDag model = Compilation.lower("layer dense(x[.., i]) { param W[i, i] = 0; x @ W } "
                + "layer other(x[.., i]) { param W[i, i] = 0; x @ W - x } "
                + "layer block(x) { param a = 1; dense(x) + a } "
                + "model M { dim n, t = 3  input x[n, t]  param e[t, t] = 0  loss sum(" + use + ") }");
        List<Call> found = Reachable.from(List.of(model.loss())).stream()
                .filter(Call.class::isInstance)
                .map(Call.class::cast)
                .toList();
        assertThat(found).hasSize(calls);
        Set<?> shared = found.stream().map(Call::lambda).collect(Collectors.toSet());
        assertThat(shared).hasSize(lambdas);
    }

    static List<Named<JsonNode>> cases() throws IOException {
        List<Named<JsonNode>> cases = new ArrayList<>();
        new ObjectMapper()
                .readTree(CASES.toFile())
                .forEach(test -> cases.add(Named.of(test.get("name").asText(), test)));
        return cases;
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
