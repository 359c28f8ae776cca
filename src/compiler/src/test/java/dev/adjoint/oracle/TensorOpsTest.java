package dev.adjoint.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The operations that networks are made of, as generated classes, against PyTorch in double precision: values, gradients,
 * and Hessians times a direction.
 *
 * <p>Outputs are compared relative to the largest entry of the output, derivatives relative to the largest of all
 * derivatives of the case: some, such as that by a bias which a softmax cancels, are 0 and PyTorch gives its roundings.
 */
class TensorOpsTest {
    /** Sums of up to a few hundred terms, in another order: some thousand units in the last place. */
    private static final double F64_TOLERANCE = 1e-12;

    /** Eighty units in the last place of single precision. */
    private static final double F32_TOLERANCE = 1e-5;

    private static final JsonNode CASES = Oracle.read(Oracle.FOLDER.resolve("tensor_ops.json"));

    static Stream<Named<JsonNode>> cases() {
        return StreamSupport.stream(CASES.spliterator(), false)
                .map(expected -> Named.of(expected.get("name").asText(), expected));
    }

    static Stream<Named<JsonNode>> casesOfSecondOrder() {
        return cases().filter(named -> named.getPayload().has("second"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesInDoublePrecision(JsonNode expected) {
        compare(expected, Precision.F64, tolerance(expected, F64_TOLERANCE, 0x1p-53));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesInSinglePrecision(JsonNode expected) {
        compare(expected, Precision.F32, tolerance(expected, F32_TOLERANCE, 0x1p-24));
    }

    @ParameterizedTest
    @MethodSource("casesOfSecondOrder")
    void hessianProductsAgreeInDoublePrecision(JsonNode expected) {
        compareSecond(expected, Precision.F64, tolerance(expected, F64_TOLERANCE, 0x1p-53));
    }

    @ParameterizedTest
    @MethodSource("casesOfSecondOrder")
    void hessianProductsAgreeInSinglePrecision(JsonNode expected) {
        compareSecond(expected, Precision.F32, tolerance(expected, F32_TOLERANCE, 0x1p-24));
    }

    /**
     * At least half a unit in the last place of the largest input: exponentials, as in the derivative e^(x - logsumexp(x))
     * of logsumexp, turn absolute errors into relative ones. This matters for inputs beyond 168 in single precision, where
     * PyTorch's own gradient differs as much from its one in double precision.
     */
    private static double tolerance(JsonNode expected, double tolerance, double roundoff) {
        double largest = StreamSupport.stream(expected.get("inputs").spliterator(), false)
                .mapToDouble(input -> largest(numbers(input.get("values"))))
                .max()
                .orElse(0);
        return Math.max(tolerance, roundoff * largest);
    }

    private static void compare(JsonNode expected, Precision precision, double tolerance) {
        CompiledModel compiled = compile(expected, expected.get("model").asText(), precision);
        List<String> wrt = new ArrayList<>();
        expected.path("gradients").fieldNames().forEachRemaining(wrt::add);
        Model model = compiled.load(wrt);
        model.bind(data(expected, precision));
        RealArray none = RealArray.allocate(precision, 0);

        model.predict();
        compareOutput(model, expected, tolerance);
        compareLoss(model.forward(), expected, tolerance);
        compareOutput(model, expected, tolerance);
        model.backward(none);
        compareGradients(model, expected, tolerance);
        compareLoss(model.lossAndGradient(none), expected, tolerance);
        compareGradients(model, expected, tolerance);
    }

    private static void compareOutput(Model model, JsonNode expected, double tolerance) {
        JsonNode output = expected.get("output");
        Tensor actual = model.output("y");
        assertThat(actual.sizes()).isEqualTo(sizes(output));
        double[] values = numbers(output.get("values"));
        close("y", actual, values, tolerance * largest(values));
    }

    /** The terms of the loss may cancel: relative to the sum of their sizes. */
    private static void compareLoss(double actual, JsonNode expected, double tolerance) {
        double[] values = numbers(expected.get("output").get("values"));
        double[] upstream = numbers(expected.get("upstream"));
        double[] terms = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * upstream[i])
                .toArray();
        assertThat(Math.abs(actual - Arrays.stream(terms).sum()))
                .as("loss: %s", actual)
                .isLessThanOrEqualTo(
                        tolerance * Arrays.stream(terms).map(Math::abs).sum());
    }

    private static void compareGradients(Model model, JsonNode expected, double tolerance) {
        double scale = scale(expected.path("gradients"), expected);
        expected.path("gradients")
                .properties()
                .forEach(gradient -> close(
                        "d loss / d " + gradient.getKey(),
                        model.inputGradient(gradient.getKey()),
                        numbers(gradient.getValue()),
                        tolerance * scale));
    }

    /** By text: for every real input another with its direction, and an output with the sum of the tangents by all. */
    private static void compareSecond(JsonNode expected, Precision precision, double tolerance) {
        JsonNode second = expected.get("second");
        List<String> wrt = new ArrayList<>();
        second.get("product").fieldNames().forEachRemaining(wrt::add);
        String text = expected.get("model").asText();
        StringBuilder items = new StringBuilder();
        Map<String, Tensor> data = data(expected, precision);
        for (String input : wrt) {
            items.append("  input along_").append(declaration(input, text)).append('\n');
            items.append("  output product_%s = %s\n".formatted(input, product(input, wrt)));
            data.put(
                    "along_" + input,
                    tensor(
                            sizes(expected.get("inputs").get(input)),
                            second.get("direction").get(input),
                            precision));
        }
        String extended = text.replaceFirst("}\\s*$", items + "}\n");
        Model model = compile(expected, extended, precision).load(List.of());
        model.bind(data);

        model.predict();

        double scale = scale(second.get("product"), expected);
        for (String input : wrt) {
            close(
                    "product by " + input,
                    model.output("product_" + input),
                    numbers(second.get("product").get(input)),
                    tolerance * scale);
        }
    }

    /** The name of an input and its axes, as the model declares it. */
    private static String declaration(String input, String model) {
        Matcher declaration = Pattern.compile("(?m)^  input .*?\\b(" + input + "(\\[.*?])?)(,|$)")
                .matcher(model);
        assertThat(declaration.find()).as(input).isTrue();
        return declaration.group(1);
    }

    private static String product(String input, List<String> wrt) {
        return wrt.stream()
                .map(other -> "tangent(gradient(sum(upstream * y), %s), %s, along_%s)".formatted(input, other, other))
                .collect(Collectors.joining(" + "));
    }

    private static CompiledModel compile(JsonNode expected, String text, Precision precision) {
        String said = precision == Precision.F32 ? text.replaceFirst("(model \\w+ \\{)", "$1 precision f32") : text;
        return Oracle.compile(expected.get("name").asText() + ".nn", said);
    }

    /** The largest derivative; if all are 0, the weights that the loss has. */
    private static double scale(JsonNode derivatives, JsonNode expected) {
        double largest = derivatives.properties().stream()
                .mapToDouble(entry -> largest(numbers(entry.getValue())))
                .max()
                .orElse(0);
        return largest > 0 ? largest : largest(numbers(expected.get("upstream")));
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static void close(String what, Tensor actual, double[] expected, double tolerance) {
        assertThat(actual.count()).as(what).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            double element = actual.values().get(i);
            assertThat(Math.abs(element - expected[i]))
                    .as("%s, element %s: %s, not %s", what, i, element, expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    private static Map<String, Tensor> data(JsonNode expected, Precision precision) {
        Map<String, Tensor> data = new HashMap<>();
        expected.get("inputs")
                .properties()
                .forEach(input -> data.put(
                        input.getKey(),
                        tensor(sizes(input.getValue()), input.getValue().get("values"), precision)));
        data.put("upstream", tensor(sizes(expected.get("output")), expected.get("upstream"), precision));
        return data;
    }

    private static Tensor tensor(List<Integer> sizes, JsonNode values, Precision precision) {
        double[] numbers = numbers(values);
        RealArray array = RealArray.allocate(precision, numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            array.set(i, numbers[i]);
        }
        return new Tensor(sizes, array);
    }

    private static List<Integer> sizes(JsonNode value) {
        return Arrays.stream(numbers(value.get("dims")))
                .mapToObj(size -> (int) size)
                .toList();
    }

    private static double[] numbers(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
