package dev.adjoint.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.expr.Primitive;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loss, outputs and gradients of generated classes against those that PyTorch computes in double precision. */
class PyTorchTest {
    /** Both sides round, and sum in different orders: this is some thousand units in the last place. */
    private static final double F64_TOLERANCE = 1e-12;

    /** Eighty units in the last place of single precision. */
    private static final double F32_TOLERANCE = 1e-5;

    static List<Path> fixtures() {
        return Oracle.files(Oracle.FOLDER.resolve("values"));
    }

    static List<Path> models() {
        return Oracle.files(Oracle.FOLDER.resolve("models"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyModelHasValues(Path model) {
        String name = model.getFileName().toString().replace(".nn", ".json");

        assertThat(Oracle.FOLDER.resolve("values").resolve(name)).exists();
    }

    static Stream<String> functions() throws IOException {
        String prelude = Files.readString(Oracle.ROOT.resolve("grammar/prelude.nn"));
        // PreludeTest compares those that work along axes.
        String alongAxes = Files.readString(Oracle.FOLDER.resolve("prelude_tensors.json"));
        Stream<String> derived = Pattern.compile("(?m)^fn (\\w+)")
                .matcher(prelude)
                .results()
                .map(m -> m.group(1))
                .filter(function -> !Pattern.compile("\\b" + function + "[(\\[]")
                        .matcher(alongAxes)
                        .find());
        Stream<String> builtin = Arrays.stream(Primitive.values())
                .filter(primitive -> primitive.isFunction() && primitive != Primitive.RANDOM)
                .map(Primitive::symbol);
        return Stream.concat(derived, builtin).distinct();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionIsInAModel(String function) {
        Pattern call = Pattern.compile("\\b" + function + "\\(");

        assertThat(models()).anyMatch(model -> call.matcher(text(model)).find());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void agreesInDoublePrecision(Path fixture) {
        compare(Oracle.read(fixture), Precision.F64, F64_TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void agreesInSinglePrecision(Path fixture) {
        compare(Oracle.read(fixture), Precision.F32, F32_TOLERANCE);
    }

    private static void compare(JsonNode expected, Precision precision, double tolerance) {
        CompiledModel compiled = compile(expected.get("model").asText(), precision);
        Signature signature = compiled.signature();
        List<String> gradients = new ArrayList<>();
        expected.get("gradients").fieldNames().forEachRemaining(gradients::add);
        List<String> ofInputs =
                gradients.stream().filter(n -> signature.parameter(n).isEmpty()).toList();
        Model model = compiled.load(ofInputs);
        model.bind(data(expected.get("data"), precision));
        for (Signature.Parameter parameter : signature.parameters()) {
            RealArray values = tensor(expected.get("parameters").get(parameter.name()), precision)
                    .values();
            RealArray.copy(values, 0, model.parameters().flat(), parameter.offset(), parameter.count());
        }
        RealArray gradient = RealArray.allocate(precision, signature.trainableCount());

        model.predict();
        compareOutputs(model, expected, tolerance);
        close("loss", RealArray.of(model.forward()), expected.get("loss"), tolerance);
        compareOutputs(model, expected, tolerance);
        model.backward(gradient);
        compareGradients(model, gradient, expected, tolerance);
        close("loss", RealArray.of(model.lossAndGradient(gradient)), expected.get("loss"), tolerance);
        compareGradients(model, gradient, expected, tolerance);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompiledModel compile(String name, Precision precision) {
        Path file = (name.startsWith("examples/") ? Oracle.ROOT : Oracle.FOLDER).resolve(name);
        String text = text(file);
        String said = precision == Precision.F32 ? text.replaceFirst("(model \\w+ \\{)", "$1 precision f32") : text;
        return Oracle.compile(file.toString(), said);
    }

    private static void compareOutputs(Model model, JsonNode expected, double tolerance) {
        assertThat(model.signature().outputs())
                .extracting(Signature.Value::name)
                .containsExactlyElementsOf(expected.get("outputs")::fieldNames);
        expected.get("outputs").properties().forEach(output -> {
            Tensor actual = model.output(output.getKey());
            assertThat(actual.sizes()).isEqualTo(sizes(output.getValue()));
            close(output.getKey(), actual.values(), output.getValue(), tolerance);
        });
    }

    private static void compareGradients(Model model, RealArray gradient, JsonNode expected, double tolerance) {
        for (Map.Entry<String, JsonNode> entry : expected.get("gradients").properties()) {
            String name = entry.getKey();
            RealArray actual = model.signature()
                    .parameter(name)
                    .map(parameter -> {
                        RealArray slice = RealArray.allocate(gradient.precision(), parameter.count());
                        RealArray.copy(gradient, parameter.offset(), slice, 0, parameter.count());
                        return slice;
                    })
                    .orElseGet(() -> model.inputGradient(name).values());
            close("d loss / d " + name, actual, entry.getValue(), tolerance);
        }
    }

    /** Relative to each element. */
    private static void close(String what, RealArray actual, JsonNode expected, double tolerance) {
        List<Double> elements = new ArrayList<>();
        flatten(expected, elements);
        for (int i = 0; i < elements.size(); i++) {
            double element = elements.get(i);
            assertThat(Math.abs(actual.get(i) - element))
                    .as("%s, element %s: %s, not %s", what, i, actual.get(i), element)
                    .isLessThanOrEqualTo(tolerance * Math.abs(element));
        }
    }

    private static Map<String, Tensor> data(JsonNode values, Precision precision) {
        Map<String, Tensor> data = new HashMap<>();
        values.properties().forEach(value -> data.put(value.getKey(), tensor(value.getValue(), precision)));
        return data;
    }

    private static Tensor tensor(JsonNode value, Precision precision) {
        List<Double> elements = new ArrayList<>();
        flatten(value, elements);
        RealArray array = RealArray.allocate(precision, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            array.set(i, elements.get(i));
        }
        return new Tensor(sizes(value), array);
    }

    private static void flatten(JsonNode value, List<Double> elements) {
        if (value.isArray()) {
            value.forEach(element -> flatten(element, elements));
        } else {
            elements.add(value.asDouble());
        }
    }

    private static List<Integer> sizes(JsonNode value) {
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode node = value; node.isArray(); node = node.get(0)) {
            sizes.add(node.size());
        }
        return sizes;
    }
}
