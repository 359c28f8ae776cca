package dev.adjoint.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;

/**
 * A model with one output y, the loss sum(upstream * y), and what PyTorch says of both; {@code tensor_ops.py} and
 * {@code prelude_layers.py} describe the form.
 *
 * <p>Outputs are compared relative to the largest entry of the output, derivatives relative to the largest of all
 * derivatives of the case: some, such as that by a bias which a softmax cancels, are 0 and PyTorch gives its roundings.
 */
record TensorCase(JsonNode written) {
    static Stream<Named<TensorCase>> in(String file) {
        return StreamSupport.stream(Oracle.read(Oracle.FOLDER.resolve(file)).spliterator(), false)
                .map(entry -> Named.of(entry.get("name").asText(), new TensorCase(entry)));
    }

    String model() {
        return written.get("model").asText();
    }

    /** The parameters' paths, in declared order. */
    List<String> parameters() {
        return names(written.path("parameters"));
    }

    /** Compiles a model, this case's or one that extends it, to compute in that precision. */
    CompiledModel compile(String text, Precision precision) {
        String said = precision == Precision.F32 ? text.replaceFirst("(model \\w+ \\{)", "$1 precision f32") : text;
        return Oracle.compile(written.get("name").asText() + ".nn", said);
    }

    /** Runs the generated class in every way there is and compares outputs, loss and gradients. */
    void compare(Precision precision, double tolerance) {
        List<String> inputs = names(written.path("gradients")).stream()
                .filter(name -> !parameters().contains(name))
                .toList();
        Model model = compile(model(), precision).load(inputs);
        model.bind(data(precision));
        setParameters(model);
        RealArray gradient = RealArray.allocate(precision, model.signature().trainableCount());

        model.predict();
        compareOutput(model, tolerance);
        compareLoss(model.forward(), tolerance);
        compareOutput(model, tolerance);
        model.backward(gradient);
        compareGradients(model, gradient, tolerance);
        compareLoss(model.lossAndGradient(gradient), tolerance);
        compareGradients(model, gradient, tolerance);
    }

    private void setParameters(Model model) {
        assertThat(model.signature().parameters())
                .extracting(Signature.Parameter::name)
                .isEqualTo(parameters());
        for (Signature.Parameter parameter : model.signature().parameters()) {
            JsonNode value = written.get("parameters").get(parameter.name());
            assertThat(parameter.sizes()).as(parameter.name()).isEqualTo(sizes(value));
            double[] numbers = numbers(value.get("values"));
            for (int i = 0; i < numbers.length; i++) {
                model.parameters().flat().set(parameter.offset() + i, numbers[i]);
            }
        }
    }

    private void compareOutput(Model model, double tolerance) {
        JsonNode output = written.get("output");
        Tensor actual = model.output("y");
        assertThat(actual.sizes()).isEqualTo(sizes(output));
        double[] values = numbers(output.get("values"));
        close("y", actual, values, tolerance * largest(values));
    }

    /** The terms of the loss may cancel: relative to the sum of their sizes. */
    private void compareLoss(double actual, double tolerance) {
        double[] values = numbers(written.get("output").get("values"));
        double[] upstream = numbers(written.get("upstream"));
        double[] terms = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * upstream[i])
                .toArray();
        assertThat(Math.abs(actual - Arrays.stream(terms).sum()))
                .as("loss: %s", actual)
                .isLessThanOrEqualTo(
                        tolerance * Arrays.stream(terms).map(Math::abs).sum());
    }

    private void compareGradients(Model model, RealArray gradient, double tolerance) {
        double scale = scale(written.path("gradients"));
        written.path("gradients").properties().forEach(expected -> {
            String name = expected.getKey();
            Tensor actual = model.signature()
                    .parameter(name)
                    .map(parameter -> part(gradient, parameter))
                    .orElseGet(() -> model.inputGradient(name));
            close("d loss / d " + name, actual, numbers(expected.getValue()), tolerance * scale);
        });
    }

    private static Tensor part(RealArray gradient, Signature.Parameter parameter) {
        RealArray part = RealArray.allocate(gradient.precision(), parameter.count());
        RealArray.copy(gradient, parameter.offset(), part, 0, parameter.count());
        return new Tensor(parameter.sizes(), part);
    }

    /** The largest derivative; if all are 0, the weights that the loss has. */
    double scale(JsonNode derivatives) {
        double largest = derivatives.properties().stream()
                .mapToDouble(entry -> largest(numbers(entry.getValue())))
                .max()
                .orElse(0);
        return largest > 0 ? largest : largest(numbers(written.get("upstream")));
    }

    static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    static void close(String what, Tensor actual, double[] expected, double tolerance) {
        assertThat(actual.count()).as(what).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            double element = actual.values().get(i);
            assertThat(Math.abs(element - expected[i]))
                    .as("%s, element %s: %s, not %s", what, i, element, expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    /** Inputs and upstream, by name. */
    Map<String, Tensor> data(Precision precision) {
        Map<String, Tensor> data = new HashMap<>();
        written.get("inputs")
                .properties()
                .forEach(input -> data.put(
                        input.getKey(),
                        tensor(sizes(input.getValue()), input.getValue().get("values"), precision)));
        data.put("upstream", tensor(sizes(written.get("output")), written.get("upstream"), precision));
        return data;
    }

    static Tensor tensor(List<Integer> sizes, JsonNode values, Precision precision) {
        double[] numbers = numbers(values);
        RealArray array = RealArray.allocate(precision, numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            array.set(i, numbers[i]);
        }
        return new Tensor(sizes, array);
    }

    static List<Integer> sizes(JsonNode value) {
        return Arrays.stream(numbers(value.get("dims")))
                .mapToObj(size -> (int) size)
                .toList();
    }

    static double[] numbers(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static List<String> names(JsonNode members) {
        return members.properties().stream().map(Map.Entry::getKey).toList();
    }
}
