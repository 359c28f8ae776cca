package dev.adjoint.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.Analysis;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Examples whose folder has an {@code expected.json}, written by a script beside it that knows nothing of Adjoint: loss,
 * outputs, and gradients by parameters and inputs must be the same.
 */
class ExpectedValuesTest {
    private static final Path ROOT = Path.of("../..");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
            return files.filter(file -> ROOT.relativize(file).toString().matches(".*expected.*\\.json"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void agreesInDoublePrecision(Path file) throws IOException {
        compare(file, Precision.F64, 1e-10);
    }

    @ParameterizedTest
    @MethodSource("files")
    void agreesInSinglePrecision(Path file) throws IOException {
        compare(file, Precision.F32, 1e-5);
    }

    /** @param tolerance relative to the largest element of each value */
    private static void compare(Path file, Precision precision, double tolerance) throws IOException {
        JsonNode expected = JSON.readTree(ROOT.resolve(file).toFile());
        CompiledModel compiled = compile(ROOT.resolve(expected.get("model").asText()), precision);
        JsonNode gradients = expected.get("gradients");
        List<String> inputs = new ArrayList<>();
        expected.get("data").properties().forEach(e -> {
            if (gradients.has(e.getKey())) {
                inputs.add(e.getKey());
            }
        });
        Model model = compiled.load(inputs);
        Map<String, Tensor> data = new HashMap<>();
        expected.get("data").properties().forEach(e -> data.put(e.getKey(), tensor(e.getValue(), precision)));
        model.bind(data);
        RealArray flat = model.parameters().flat();
        for (Signature.Parameter parameter : model.signature().parameters()) {
            double[] values = numbers(expected.get("parameters").get(parameter.name()));
            assertThat(values).as(parameter.name()).hasSize(parameter.count());
            for (int i = 0; i < values.length; i++) {
                flat.set(parameter.offset() + i, values[i]);
            }
        }

        assertClose("loss", new double[] {model.forward()}, expected.get("loss"), tolerance);
        expected.get("outputs").properties().forEach(e -> {
            Tensor output = model.output(e.getKey());
            assertClose(e.getKey(), elements(output), e.getValue(), tolerance);
        });
        RealArray gradient = RealArray.allocate(precision, model.signature().trainableCount());
        for (int repeat = 0; repeat < 2; repeat++) { // backward twice gives the same
            model.backward(gradient);
            compareGradients(model, gradient, gradients, tolerance);
        }
        double loss = model.lossAndGradient(gradient);
        assertClose("loss", new double[] {loss}, expected.get("loss"), tolerance);
        compareGradients(model, gradient, gradients, tolerance);
    }

    private static void compareGradients(Model model, RealArray gradient, JsonNode expected, double tolerance) {
        double[] all = gradient.toDoubles();
        expected.properties().forEach(e -> {
            double[] found = model.signature()
                    .parameter(e.getKey())
                    .map(p -> Arrays.copyOfRange(all, p.offset(), p.offset() + p.count()))
                    .orElseGet(() -> elements(model.inputGradient(e.getKey())));
            assertClose("gradient by " + e.getKey(), found, e.getValue(), tolerance);
        });
    }

    private static CompiledModel compile(Path file, Precision precision) throws IOException {
        String text = Files.readString(file);
        if (precision == Precision.F32 && !text.contains("precision f32")) {
            text = text.replaceFirst("(?m)^model (\\w+) \\{", "model $1 { precision f32");
        } else if (precision == Precision.F64) {
            text = text.replace("precision f32", "precision f64");
        }
        Analysis analysis = Adjoint.analyse(new SourceFile(file.toString(), text));
        assertThat(analysis.diagnostics()).isEmpty();
        return analysis.model().orElseThrow();
    }

    private static void assertClose(String name, double[] found, JsonNode expected, double tolerance) {
        double[] values = numbers(expected);
        assertThat(found).as(name).hasSameSizeAs(values);
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(found[i] - values[i]))
                    .as("%s, element %d: %s, expected %s", name, i, found[i], values[i])
                    .isLessThanOrEqualTo(tolerance * largest);
        }
    }

    private static double[] elements(Tensor tensor) {
        return Arrays.copyOf(tensor.values().toDoubles(), tensor.count());
    }

    private static Tensor tensor(JsonNode nested, Precision precision) {
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode level = nested; level.isArray(); level = level.get(0)) {
            sizes.add(level.size());
        }
        double[] values = numbers(nested);
        RealArray array = RealArray.allocate(precision, values.length);
        for (int i = 0; i < values.length; i++) {
            array.set(i, values[i]);
        }
        return new Tensor(sizes, array);
    }

    private static double[] numbers(JsonNode nested) {
        return nested.isArray()
                ? Stream.iterate(0, i -> i + 1)
                        .limit(nested.size())
                        .flatMapToDouble(i -> Arrays.stream(numbers(nested.get(i))))
                        .toArray()
                : new double[] {nested.asDouble()};
    }
}
