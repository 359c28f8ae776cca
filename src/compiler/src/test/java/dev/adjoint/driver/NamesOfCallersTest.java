package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of the prelude mean the same whatever the dims are called that they are used with. */
class NamesOfCallersTest {
    private static final String NEUTRAL = "alpha beta gamma delta";

    /** What index variables in the prelude are called, as axes of the argument. */
    @ParameterizedTest
    @CsvSource({
        "'conv1d(3, 3, padding = 1)', n k d",
        "'conv1d(4, 2, groups = 2)', g r i",
        "'conv2d(3, 3, padding = 1)', k s r d",
        "'conv2d(4, 2, stride = 2)', g i j k",
        "'max_pool2d(2)', s i r j",
        "'avg_pool2d(2)', j r i s",
        "'attention(2)', h u s",
        "'attention(2, causal = 1)', s e u",
        "'rnn(3)', j s k",
        "'lstm(3)', k g j",
        "'gru(3)', s k g",
        "'batch_norm', m k",
        "'batch_norm2d', i k m j",
        "'positional_encoding', j w i",
    })
    void areNotThoseOfLayers(String layer, String names) {
        List<String> own = List.of(names.split(" "));
        List<String> neutral = List.of(NEUTRAL.split(" ")).subList(0, own.size());

        assertThat(loss(layer, own)).isEqualTo(loss(layer, neutral));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv1d(3, 2)/3",
                "conv2d(3, 2)/4",
                "max_pool2d(2)/4",
                "avg_pool2d(2)/4",
                "attention(2)/3",
                "rnn(3)/3",
                "lstm(3)/3",
                "gru(3)/3",
                "dense(3)/3",
                "batch_norm/2",
                "batch_norm2d/4",
                "layer_norm/3",
                "rms_norm/3",
                "positional_encoding/3",
                "softmax/2",
                "dropout(0.5)/2"
            })
    void mayBeAnyLetter(String layerAndRank) {
        String layer = layerAndRank.substring(0, layerAndRank.indexOf('/'));
        int rank = Integer.parseInt(layerAndRank.substring(layerAndRank.indexOf('/') + 1));
        for (int place = 0; place < rank; place++) {
            for (char letter = 'a'; letter <= 'z'; letter++) {
                List<String> names = new ArrayList<>(List.of(NEUTRAL.split(" ")).subList(0, rank));
                names.set(place, String.valueOf(letter));
                Analysis analysis = Adjoint.analyse(file(layer, names));
                assertThat(analysis.diagnostics()).as("%s of %s", layer, names).isEmpty();
            }
        }
    }

    private static double loss(String layer, List<String> names) {
        Analysis analysis = Adjoint.analyse(file(layer, names));
        assertThat(analysis.diagnostics()).isEmpty();
        Model model = analysis.model().orElseThrow().load(List.of());
        model.parameters().initialise(1);
        List<Integer> sizes = sizes(names.size());
        int count = sizes.stream().reduce(1, (a, b) -> a * b);
        double[] values = new Random(1).doubles(count, -1, 1).toArray();
        model.bind(Map.of("input_", new Tensor(sizes, RealArray.of(values))));
        return model.forward();
    }

    /** The first is not fixed. */
    private static List<Integer> sizes(int rank) {
        return switch (rank) {
            case 2 -> List.of(3, 4);
            case 3 -> List.of(3, 5, 4);
            default -> List.of(3, 5, 6, 4);
        };
    }

    private static SourceFile file(String layer, List<String> names) {
        StringBuilder dims = new StringBuilder(names.get(0));
        List<Integer> sizes = sizes(names.size());
        for (int i = 1; i < names.size(); i++) {
            dims.append(", ").append(names.get(i)).append(" = ").append(sizes.get(i));
        }
        return new SourceFile("names.nn", """
                model M {
                  dim %s
                  input input_[%s]
                  loss mean((input_ |> %s)^3)
                }
                """.formatted(dims, String.join(", ", names), layer));
    }
}
