package dev.adjoint.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The operations that networks are made of, as generated classes, against PyTorch in double precision: values, gradients,
 * and Hessians times a direction.
 */
class TensorOpsTest {
    /** Sums of up to a few hundred terms, in another order: some thousand units in the last place. */
    private static final double F64_TOLERANCE = 1e-12;

    /** Eighty units in the last place of single precision. */
    private static final double F32_TOLERANCE = 1e-5;

    static Stream<Named<TensorCase>> cases() {
        return TensorCase.in("tensor_ops.json");
    }

    static Stream<Named<TensorCase>> casesOfSecondOrder() {
        return cases().filter(named -> named.getPayload().written().has("second"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesInDoublePrecision(TensorCase operation) {
        operation.compare(Precision.F64, tolerance(operation, F64_TOLERANCE, 0x1p-53));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesInSinglePrecision(TensorCase operation) {
        operation.compare(Precision.F32, tolerance(operation, F32_TOLERANCE, 0x1p-24));
    }

    @ParameterizedTest
    @MethodSource("casesOfSecondOrder")
    void hessianProductsAgreeInDoublePrecision(TensorCase operation) {
        compareSecond(operation, Precision.F64, tolerance(operation, F64_TOLERANCE, 0x1p-53));
    }

    @ParameterizedTest
    @MethodSource("casesOfSecondOrder")
    void hessianProductsAgreeInSinglePrecision(TensorCase operation) {
        compareSecond(operation, Precision.F32, tolerance(operation, F32_TOLERANCE, 0x1p-24));
    }

    /**
     * At least half a unit in the last place of the largest input: exponentials, as in the derivative e^(x - logsumexp(x))
     * of logsumexp, turn absolute errors into relative ones. This matters for inputs beyond 168 in single precision, where
     * PyTorch's own gradient differs as much from its one in double precision.
     */
    private static double tolerance(TensorCase operation, double tolerance, double roundoff) {
        double largest = StreamSupport.stream(operation.written().get("inputs").spliterator(), false)
                .mapToDouble(input -> TensorCase.largest(TensorCase.numbers(input.get("values"))))
                .max()
                .orElse(0);
        return Math.max(tolerance, roundoff * largest);
    }

    /** By text: for every real input another with its direction, and an output with the sum of the tangents by all. */
    private static void compareSecond(TensorCase operation, Precision precision, double tolerance) {
        JsonNode second = operation.written().get("second");
        List<String> wrt = TensorCase.names(second.get("product"));
        String text = operation.model();
        StringBuilder items = new StringBuilder();
        Map<String, Tensor> data = operation.data(precision);
        for (String input : wrt) {
            items.append("  input along_").append(declaration(input, text)).append('\n');
            items.append("  output product_%s = %s\n".formatted(input, product(input, wrt)));
            JsonNode direction = second.get("direction").get(input);
            data.put("along_" + input, TensorCase.tensor(data.get(input).sizes(), direction, precision));
        }
        String extended = text.replaceFirst("}\\s*$", items + "}\n");
        Model model = operation.compile(extended, precision).load(List.of());
        model.bind(data);

        model.predict();

        double scale = operation.scale(second.get("product"));
        for (String input : wrt) {
            double[] expected = TensorCase.numbers(second.get("product").get(input));
            TensorCase.close("product by " + input, model.output("product_" + input), expected, tolerance * scale);
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
}
