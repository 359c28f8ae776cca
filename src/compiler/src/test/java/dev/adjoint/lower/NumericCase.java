package dev.adjoint.lower;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.adjoint.check.Compilation;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.interpret.Interpreter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Named;

/**
 * A model and what others say that its first output is; {@code index_notation.py} describes the form.
 *
 * @param items of the model, all but the loss
 */
record NumericCase(String items, Map<Dim, Integer> sizes, Map<String, double[]> inputs, double[] values) {
    private static final Path FOLDER = Path.of("src/test/resources/oracle");

    static List<Named<NumericCase>> in(String file) {
        List<Named<NumericCase>> cases = new ArrayList<>();
        try {
            for (JsonNode written :
                    new ObjectMapper().readTree(FOLDER.resolve(file).toFile())) {
                cases.add(Named.of(written.get("name").asText(), of(written)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static NumericCase of(JsonNode written) {
        Map<Dim, Integer> sizes = new HashMap<>();
        written.get("sizes")
                .properties()
                .forEach(e -> sizes.put(Dim.unbound(e.getKey()), e.getValue().asInt()));
        Map<String, double[]> inputs = new HashMap<>();
        written.get("inputs").properties().forEach(e -> inputs.put(e.getKey(), numbers(e.getValue())));
        return new NumericCase(written.get("items").asText(), sizes, inputs, numbers(written.get("values")));
    }

    /** @param tolerance of the largest value */
    void check(double tolerance) {
        ModelDag model = Compilation.lower(text(" loss 0"));
        ModelDag.Output output = model.outputs().get(0);
        double[] found = new Interpreter(sizes, inputs).evaluate(output.value(), output.shape());
        assertThat(found).as(items).containsExactly(values, Offset.offset(tolerance * largest()));
    }

    /** The same of generated code, and its derivatives by differences. */
    void checkGenerated(double tolerance) {
        GeneratedCase generated = new GeneratedCase(this);
        assertThat(generated.output()).as(items).containsExactly(values, Offset.offset(tolerance * largest()));
        generated.checkGradient();
    }

    /** @param loss in words of the language */
    String text(String loss) {
        return "model M { " + items + loss + " }";
    }

    private double largest() {
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
