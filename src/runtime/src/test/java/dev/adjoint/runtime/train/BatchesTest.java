package dev.adjoint.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.runtime.ElementKind;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Axis;
import dev.adjoint.runtime.Signature.Value;
import dev.adjoint.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
    private static final Axis N = new Axis("n", Axis.UNBOUND);
    private static final Axis TIME = new Axis("time", Axis.UNBOUND);
    private static final Axis NODES = new Axis("nodes", Axis.UNBOUND);
    private static final Axis TWO = new Axis("two", 2);

    private static final int SAMPLES = 7;

    /** x[n], m[two, n, two] with the sample dim in the middle, weights[time] without it, scale, and y[n]. */
    private static final Signature SIGNATURE = signature(
            List.of(
                    new Value("scale", List.of()),
                    new Value("x", List.of(N)),
                    new Value("weights", List.of(TIME)),
                    new Value("m", List.of(TWO, N, TWO))),
            List.of(new Value("y", List.of(N))));

    private static Signature signature(List<Value> inputs, List<Value> targets) {
        return new Signature("M", Precision.F64, inputs, targets, List.of(), List.of(), List.of(), List.of());
    }

    /** Sample i has x = i, y = 10 i and m = 1000 a + 10 i + b at [a, i, b]. */
    private static Map<String, Tensor> values() {
        double[] x = IntStream.range(0, SAMPLES).asDoubleStream().toArray();
        double[] m = IntStream.range(0, 2)
                .boxed()
                .flatMapToDouble(a -> IntStream.range(0, SAMPLES)
                        .boxed()
                        .flatMapToDouble(i -> DoubleStream.of(1000 * a + 10 * i, 1000 * a + 10 * i + 1)))
                .toArray();
        return Map.of(
                "scale", Tensor.scalar(3),
                "x", Tensor.vector(x),
                "weights", Tensor.vector(1, 2, 3),
                "m", new Tensor(List.of(2, SAMPLES, 2), RealArray.of(m)),
                "y", Tensor.vector(DoubleStream.of(x).map(v -> 10 * v).toArray()));
    }

    @Test
    void withoutASizeTheDataIsPassedOn() {
        Map<String, Tensor> values = values();
        Batches batches = new Batches(SIGNATURE, values, OptionalInt.empty(), 1);
        assertThat(batches.count()).isEqualTo(1);
        assertThat(batches.share(0)).isEqualTo(1);
        batches.shuffle(1);
        batches.get(0).forEach((name, tensor) -> assertThat(tensor).isSameAs(values.get(name)));
    }

    @ParameterizedTest
    @CsvSource({"1, 7", "2, 4", "3, 3", "6, 2", "7, 1", "100, 1"})
    void everySampleComesOnceWithAllItsValues(int size, int count) {
        Batches batches = new Batches(SIGNATURE, values(), OptionalInt.of(size), 1);
        assertThat(batches.count()).isEqualTo(count);
        for (int epoch = 1; epoch <= 3; epoch++) {
            batches.shuffle(epoch);
            List<Double> seen = new ArrayList<>();
            for (int batch = 0; batch < count; batch++) {
                Map<String, Tensor> values = batches.get(batch);
                int samples = Math.min(size, SAMPLES - batch * size);
                assertThat(batches.share(batch)).isEqualTo((double) samples / SAMPLES);
                assertThat(values.get("x").sizes()).containsExactly(samples);
                assertThat(values.get("m").sizes()).containsExactly(2, samples, 2);
                assertThat(values.get("weights").values().toDoubles()).containsExactly(1, 2, 3);
                assertThat(values.get("scale").values().toDoubles()).containsExactly(3);
                for (int i = 0; i < samples; i++) {
                    double x = values.get("x").values().get(i);
                    seen.add(x);
                    assertThat(values.get("y").values().get(i)).isEqualTo(10 * x);
                    for (int a = 0; a < 2; a++) {
                        for (int b = 0; b < 2; b++) {
                            assertThat(values.get("m").values().get((a * samples + i) * 2 + b))
                                    .isEqualTo(1000 * a + 10 * x + b);
                        }
                    }
                }
            }
            assertThat(seen).containsExactlyInAnyOrder(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        }
    }

    @Test
    void orderDependsOnSeedAndEpochOnly() {
        Batches one = new Batches(SIGNATURE, values(), OptionalInt.of(2), 1);
        Batches same = new Batches(SIGNATURE, values(), OptionalInt.of(2), 1);
        Batches other = new Batches(SIGNATURE, values(), OptionalInt.of(2), 2);
        one.shuffle(1);
        one.shuffle(5);
        same.shuffle(5);
        other.shuffle(5);
        List<Double> order = order(one);
        assertThat(order(same)).isEqualTo(order);
        assertThat(order(other)).isNotEqualTo(order);
        one.shuffle(6);
        assertThat(order(one)).isNotEqualTo(order);
    }

    private static List<Double> order(Batches batches) {
        return IntStream.range(0, batches.count())
                .boxed()
                .flatMap(b -> {
                    Tensor x = batches.get(b).get("x");
                    return DoubleStream.of(x.values().toDoubles())
                            .limit(x.count())
                            .boxed();
                })
                .toList();
    }

    @Test
    void aCopyIsNotOverwritten() {
        Batches batches = new Batches(SIGNATURE, values(), OptionalInt.of(3), 1);
        batches.shuffle(1);
        Tensor copy = batches.copy(2).get("x");
        double[] before = copy.values().toDoubles();
        batches.get(0);
        assertThat(copy.sizes()).containsExactly(1);
        assertThat(copy.values().toDoubles()).containsExactly(before);
    }

    @Test
    void withoutASampleDimAllDataIsOneBatch() {
        Signature signature = signature(List.of(new Value("p", List.of(TWO))), List.of());
        Batches batches = new Batches(signature, Map.of("p", Tensor.vector(1, 2)), OptionalInt.of(1), 0);
        assertThat(batches.count()).isEqualTo(1);
    }

    @Test
    void aTargetHasTheSampleDimIfNoInputHas() {
        Signature signature = signature(List.of(new Value("p", List.of(TWO))), List.of(new Value("y", List.of(N))));
        var values = Map.of("p", Tensor.vector(1, 2), "y", Tensor.vector(1, 2, 3));
        assertThat(new Batches(signature, values, OptionalInt.of(1), 0).count()).isEqualTo(3);
    }

    /** Batch, time and nodes: the first is cut wherever it stands, even where another comes before it. */
    @Test
    void onlyTheFirstUnboundDimIsCut() {
        Signature signature = signature(
                List.of(
                        new Value("x", List.of(N, TIME)),
                        new Value("shared", List.of(NODES, TIME)),
                        new Value("late", List.of(NODES, N))),
                List.of(new Value("y", List.of(N))));
        double[] shared = {1, 2, 3, 4, 5, 6};
        Map<String, Tensor> values = Map.of(
                "x", new Tensor(List.of(4, 3), RealArray.of(0.0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3)),
                "shared", new Tensor(List.of(2, 3), RealArray.of(shared)),
                "late", new Tensor(List.of(2, 4), RealArray.of(0.0, 1, 2, 3, 10, 11, 12, 13)),
                "y", Tensor.vector(0, 1, 2, 3));
        Batches batches = new Batches(signature, values, OptionalInt.of(3), 5);
        batches.shuffle(1);
        for (int batch = 0; batch < 2; batch++) {
            int samples = batch == 0 ? 3 : 1;
            Map<String, Tensor> part = batches.get(batch);
            assertThat(part.get("x").sizes()).containsExactly(samples, 3);
            assertThat(part.get("late").sizes()).containsExactly(2, samples);
            assertThat(part.get("shared")).isSameAs(values.get("shared"));
            for (int i = 0; i < samples; i++) {
                double sample = part.get("y").values().get(i);
                assertThat(part.get("x").values().get(3 * i + 2)).isEqualTo(sample);
                assertThat(part.get("late").values().get(i)).isEqualTo(sample);
                assertThat(part.get("late").values().get(samples + i)).isEqualTo(10 + sample);
            }
        }
    }

    /** Edges of a graph name its nodes by number: half of the nodes are no graph. */
    @Test
    void aDimThatIndicesPointIntoIsNotCut() {
        Signature signature = signature(
                List.of(
                        new Value("features", List.of(NODES, TWO)),
                        new Value("source", List.of(new Axis("edges", Axis.UNBOUND)), new ElementKind.Index(NODES))),
                List.of());
        Map<String, Tensor> values = Map.of(
                "features",
                new Tensor(List.of(3, 2), RealArray.of(1.0, 2, 3, 4, 5, 6)),
                "source",
                Tensor.vector(0, 2, 1, 1));
        assertThat(new Batches(signature, values, OptionalInt.of(1), 0).count()).isEqualTo(1);
    }

    @Test
    void labelsAreCheckedInAllBatchesBeforehand() {
        Signature signature = signature(
                List.of(new Value("x", List.of(N))),
                List.of(new Value("y", List.of(N), new ElementKind.Label(new Axis("classes", 3)))));
        Map<String, Tensor> values = Map.of("x", Tensor.vector(1, 2, 3, 4), "y", Tensor.vector(0, 1, 2, 3));
        assertThatThrownBy(() -> new Batches(signature, values, OptionalInt.of(1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("y[3] is 3.0, expected a label of classes, an integer from 0 to 2");
    }

    @Test
    void refusesDataThatDoesNotFit() {
        Signature signature = signature(List.of(new Value("x", List.of(N))), List.of(new Value("y", List.of(N))));
        Tensor three = Tensor.vector(1, 2, 3);
        assertRefused(signature, Map.of("x", three), "no values for y");
        assertRefused(
                signature, Map.of("x", three, "y", Tensor.vector(1, 2)), "x has 3 elements, y has 2: both run over n");
        assertRefused(signature, Map.of("x", Tensor.vector(), "y", Tensor.vector()), "x has 0 samples");
        assertRefused(signature, Map.of("x", three, "y", Tensor.scalar(1)), "y has 0 axes instead of 1");
        assertRefused(
                signature,
                Map.of("x", three, "y", new Tensor(List.of(3), RealArray.of(1f, 2f, 3f))),
                "y is F32, the model computes in F64");
    }

    private static void assertRefused(Signature signature, Map<String, Tensor> values, String message) {
        assertThatThrownBy(() -> new Batches(signature, values, OptionalInt.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
