package dev.adjoint.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.runtime.Signature.Axis;
import dev.adjoint.runtime.Signature.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingTest {
    private static final Axis N = new Axis("n", Axis.UNBOUND);
    private static final Axis NODES = new Axis("nodes", Axis.UNBOUND);
    private static final Axis WORDS = new Axis("words", Axis.UNBOUND);
    private static final Axis CLASSES = new Axis("classes", 3);

    /** A label of a fixed and an index along an unbound dim, a truth value over two axes, an index along a dim of no value. */
    private static final List<Value> VALUES = List.of(
            new Value("label", List.of(N), new ElementKind.Label(CLASSES)),
            new Value("node", List.of(N), new ElementKind.Index(NODES)),
            new Value("mask", List.of(N, CLASSES), ElementKind.BOOL),
            new Value("word", List.of(), new ElementKind.Index(WORDS)),
            new Value("position", List.of(NODES)));

    private static Map<String, Tensor> values() {
        Map<String, Tensor> values = new HashMap<>();
        values.put("label", Tensor.vector(0, 2));
        values.put("node", Tensor.vector(1, 0));
        values.put("mask", new Tensor(List.of(2, 3), RealArray.of(0.0, 1, 1, 0, 0, 1)));
        values.put("word", Tensor.scalar(1e6));
        values.put("position", Tensor.vector(0.5, -7));
        return values;
    }

    private static Binding bind(Precision precision, Map<String, Tensor> values) {
        return Binding.of(
                new Signature("M", precision, VALUES, List.of(), List.of(), List.of(), List.of(), List.of()), values);
    }

    @Test
    void takesWhatFits() {
        Binding binding = bind(Precision.F64, values());
        assertThat(binding.doubles("label")).containsExactly(0, 2);
        assertThat(binding.size("nodes")).isEqualTo(2);
        assertThat(binding.scalar("word")).isEqualTo(1e6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "label | 1  | 3    | label[1] is 3.0, expected a label of classes, an integer from 0 to 2",
                "label | 0  | -1   | label[0] is -1.0, expected a label of classes, an integer from 0 to 2",
                "label | 0  | 1.5  | label[0] is 1.5, expected a label of classes, an integer from 0 to 2",
                "label | 0  | NaN  | label[0] is NaN, expected a label of classes, an integer from 0 to 2",
                "node  | 1  | 2    | node[1] is 2.0, expected an index along nodes, an integer from 0 to 1",
                "mask  | 5  | 2    | 'mask[1, 2] is 2.0, expected a truth value, 0 or 1'",
                "word  | 0  | -1   | word is -1.0, expected an index along words, an integer from 0"
            })
    void refusesElementsOfAnotherKind(String name, int element, double value, String message) {
        Map<String, Tensor> values = values();
        values.get(name).values().set(element, value);
        assertThatThrownBy(() -> bind(Precision.F64, values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void nothingCanPointIntoAnEmptyDim() {
        Map<String, Tensor> values = values();
        values.put("position", Tensor.vector());
        assertThatThrownBy(() -> bind(Precision.F64, values))
                .hasMessage("node[0] is 1.0, expected an index along nodes, but there is none");
    }

    /** 2^24 + 1 is no float: what it was rounded to must not pass for a position. */
    @Test
    void singlePrecisionHasFewerIntegers() {
        Signature signature = new Signature(
                "M",
                Precision.F32,
                List.of(new Value("i", List.of(), new ElementKind.Index(new Axis("big", 1 << 25)))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        Tensor most = new Tensor(List.of(), RealArray.of((float) ((1 << 24) - 1)));
        Tensor beyond = new Tensor(List.of(), RealArray.of((float) ((1 << 24) + 1)));
        assertThat(Binding.of(signature, Map.of("i", most)).scalar("i")).isEqualTo(16777215);
        assertThatThrownBy(() -> Binding.of(signature, Map.of("i", beyond)))
                .hasMessage("i is 1.6777216E7, expected an index along big, an integer from 0 to 16777215");
    }
}
