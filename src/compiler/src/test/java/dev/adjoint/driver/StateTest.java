package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What training steps compute that evaluation does not: state from step to step, and random numbers. */
class StateTest {
    private static Model load(String text) {
        Analysis analysis = Adjoint.analyse(new SourceFile("state.nn", text));
        assertThat(analysis.diagnostics()).isEmpty();
        return analysis.model().orElseThrow().load(List.of());
    }

    private static double[] parameter(Model model, String name) {
        Signature.Parameter found = model.signature().parameter(name).orElseThrow();
        double[] flat = model.parameters().flat().toDoubles();
        return Arrays.copyOfRange(flat, found.offset(), found.offset() + found.count());
    }

    /** Batches 1, 2, 3, 6: mean 3, variance 3.5 over n, 14/3 over n - 1; as torch.nn.BatchNorm1d counts them. */
    @Test
    void batchNormalizationGathersMeansAndVariances() {
        Model model = load("""
                model M {
                  dim n
                  input x[n, 1]
                  let z = batch_norm(x)
                  output y[n] = z[n, 0]
                  loss sum(position(n) * y)
                }
                """);
        model.parameters().initialise(0);
        model.bind(Map.of("x", new Tensor(List.of(4, 1), RealArray.of(1.0, 2, 3, 6))));
        RealArray gradient = RealArray.of(new double[model.signature().trainableCount()]);

        // Evaluation: (x - 0) / sqrt(1 + 1e-5); the loss is 2 + 2*3 + 3*6 = 26 of them, and nothing changes.
        assertThat(model.forward()).isCloseTo(26 / Math.sqrt(1 + 1e-5), within(1e-12));
        assertThat(parameter(model, "batch_norm.running_mean")).containsExactly(0);

        // A training step: (x - 3) / sqrt(3.5 + 1e-5); the loss is -1 + 0 + 9 = 8 of them.
        assertThat(model.lossAndGradient(gradient)).isCloseTo(8 / Math.sqrt(3.5 + 1e-5), within(1e-12));
        assertThat(parameter(model, "batch_norm.running_mean")).containsExactly(new double[] {0.3}, within(1e-15));
        assertThat(parameter(model, "batch_norm.running_variance"))
                .containsExactly(new double[] {0.9 + 0.1 * 14 / 3}, within(1e-15));
        model.lossAndGradient(gradient);
        assertThat(parameter(model, "batch_norm.running_mean"))
                .containsExactly(new double[] {0.9 * 0.3 + 0.3}, within(1e-15));
    }

    @Test
    void dropoutLeavesOutInTrainingOnlyAndOthersInEveryStep() {
        Model model = load("""
                model M {
                  dim n
                  input x[n]
                  param w = 1
                  output y = dropout(w * x, 0.25)
                  loss sum(y)
                }
                """);
        double[] ones = new double[4000];
        Arrays.fill(ones, 1);
        model.parameters().initialise(7);
        model.bind(Map.of("x", Tensor.vector(ones)));
        RealArray gradient = RealArray.of(new double[1]);

        assertThat(model.forward()).isEqualTo(4000);
        double key = parameter(model, "dropout.key")[0];
        double first = model.lossAndGradient(gradient);
        double firstGradient = gradient.get(0);
        double second = model.lossAndGradient(gradient);

        // Kept elements count 4/3 each; of 4000, 3000 are kept, give or take 27.4: five deviations.
        assertThat(first * 0.75).isBetween(3000 - 137.0, 3000 + 137.0);
        assertThat(first * 0.75).isCloseTo(Math.rint(first * 0.75), within(1e-8));
        assertThat(firstGradient).isCloseTo(first, within(1e-8)); // the same elements, as w is 1
        assertThat(second).isNotEqualTo(first);
        assertThat(parameter(model, "dropout.key")[0]).isEqualTo(key + 2);

        model.parameters().initialise(7);
        assertThat(model.lossAndGradient(gradient)).isEqualTo(first); // the seed tells all
    }

    @Test
    void nextValuesAreComputedFromWhatWasBefore() {
        Model model = load("""
                model M {
                  param w = 3
                  state a = 1, b = 2
                  next a = b + w
                  next b = a
                  loss w^2 + a
                }
                """);
        model.parameters().initialise(0);
        RealArray gradient = RealArray.of(new double[1]);

        assertThat(model.lossAndGradient(gradient)).isEqualTo(10);
        assertThat(parameter(model, "a")).containsExactly(5);
        assertThat(parameter(model, "b")).containsExactly(1);
        assertThat(model.lossAndGradient(gradient)).isEqualTo(14);
        assertThat(gradient.get(0)).isEqualTo(6);
        assertThat(parameter(model, "a")).containsExactly(4);
        assertThat(parameter(model, "b")).containsExactly(5);
    }
}
