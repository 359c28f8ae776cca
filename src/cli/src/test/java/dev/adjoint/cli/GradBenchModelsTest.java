package dev.adjoint.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.adjoint.driver.Adjoint;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The models of {@code examples/gradbench} give what {@code reference.py} computed, also where GradBench does not ask:
 * gradients of a bundle adjustment, and one of cameras that differ.
 */
class GradBenchModelsTest {
    private static final Path ROOT = Path.of(System.getProperty("adjoint.root"));

    /** How far an element may be off, as a part of the largest. */
    private static final double TOLERANCE = 1e-9;

    /** Compiling takes longer than computing; a model may be given other data. */
    private static final Map<String, Model> LOADED = new HashMap<>();

    @ParameterizedTest
    @MethodSource("dev.adjoint.cli.GradBenchTest#expected")
    void lossOutputsAndGradients(Path file) throws IOException {
        JsonNode expected = new ObjectMapper().readTree(ROOT.resolve(file).toFile());
        List<String> inputs = new ArrayList<>();
        expected.get("gradients").fieldNames().forEachRemaining(inputs::add);
        Model model = bound(expected, List.of(), inputs);

        compare("loss", Tensor.scalar(model.forward()), numbers(expected.get("loss")));
        expected.get("outputs")
                .properties()
                .forEach(e -> compare(e.getKey(), model.output(e.getKey()), numbers(e.getValue())));
        model.backward(RealArray.allocate(Precision.F64, 0));
        for (String input : inputs) {
            compare(
                    input,
                    model.inputGradient(input),
                    numbers(expected.get("gradients").get(input)));
        }
    }

    /** Of the 15 columns of a block some are of the camera, some of the point, and the last of the weight. */
    @ParameterizedTest
    @CsvSource({
        "ba-cameras1-points3-observations5, camera, 0, 11",
        "ba-cameras1-points3-observations5, point, 11, 14",
        "ba-cameras1-points3-observations5, weights, 14, 15",
        "ba-cameras5-points17-observations41, camera, 0, 11",
        "ba-cameras5-points17-observations41, point, 11, 14",
        "ba-cameras5-points17-observations41, weights, 14, 15",
    })
    void jacobiansByBlocks(String file, String by, int from, int to) throws IOException {
        Path path = ROOT.resolve("examples/gradbench/expected/" + file + ".json");
        JsonNode expected = new ObjectMapper().readTree(path.toFile());
        Model model =
                bound(expected, List.of("output jacobian_by = jacobian[p](reprojection_error, " + by + ")"), List.of());
        List<Double> columns = new ArrayList<>();
        for (JsonNode block : expected.get("jacobian").get("reprojection_error")) {
            block.forEach(row -> columns.addAll(numbers(row).subList(from, to)));
        }

        model.predict();

        compare(by, model.output("jacobian_by"), columns);
    }

    private static Model bound(JsonNode file, List<String> additions, List<String> wrt) {
        String path = file.get("model").asText();
        Model model = LOADED.computeIfAbsent(
                path + additions,
                key -> Adjoint.analyse(ROOT.resolve(path), additions)
                        .model()
                        .orElseThrow()
                        .load(wrt));
        Map<String, Tensor> data = new HashMap<>();
        file.get("data").properties().forEach(e -> data.put(e.getKey(), tensor(e.getValue())));
        model.bind(data);
        return model;
    }

    private static Tensor tensor(JsonNode nested) {
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode node = nested; node != null && node.isArray(); node = node.get(0)) {
            sizes.add(node.size());
        }
        double[] values = numbers(nested).stream().mapToDouble(d -> d).toArray();
        return new Tensor(sizes, RealArray.of(values));
    }

    private static List<Double> numbers(JsonNode nested) {
        if (!nested.isArray()) {
            return List.of(nested.asDouble());
        }
        List<Double> numbers = new ArrayList<>();
        nested.forEach(element -> numbers.addAll(numbers(element)));
        return numbers;
    }

    private static void compare(String what, Tensor actual, List<Double> expected) {
        double largest = expected.stream().mapToDouble(Math::abs).max().orElseThrow();
        assertThat(actual.count()).as(what).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.values().get(i))
                    .as(what + actual.position(i))
                    .isCloseTo(expected.get(i), within(TOLERANCE * largest));
        }
    }
}
