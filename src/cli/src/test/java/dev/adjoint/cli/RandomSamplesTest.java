package dev.adjoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.runtime.Binding;
import dev.adjoint.runtime.ElementKind;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Axis;
import dev.adjoint.runtime.Signature.Value;
import dev.adjoint.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomSamplesTest {
    private static final Axis N = new Axis("n", Axis.UNBOUND);

    private static final Signature SIGNATURE = new Signature(
            "M",
            Precision.F64,
            List.of(
                    new Value("x", List.of(N, new Axis("k", 2))),
                    new Value("node", List.of(N), new ElementKind.Index(N)),
                    new Value("mask", List.of(N), ElementKind.BOOL)),
            List.of(new Value("label", List.of(N), new ElementKind.Label(new Axis("classes", 3)))),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void fitTheModel(long seed) {
        RandomSamples random = new RandomSamples(SIGNATURE, seed);
        for (Map<String, Tensor> samples : List.of(random.normal(), random.positive())) {
            Binding binding = Binding.of(SIGNATURE, samples);
            assertThat(samples.get("x").sizes()).containsExactly(RandomSamples.SAMPLES, 2);
            assertThat(binding.doubles("label")).hasSize(RandomSamples.SAMPLES);
            assertThat(binding.doubles("x")).doesNotContain(0, 1);
        }
        assertThat(DoubleStream.of(random.normal().get("node").values().toDoubles()))
                .as("the whole range")
                .anyMatch(v -> v > 1);
    }
}
