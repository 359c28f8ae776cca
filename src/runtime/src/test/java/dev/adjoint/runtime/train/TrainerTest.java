package dev.adjoint.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.runtime.TrainSettings;
import dev.adjoint.runtime.TrainSettings.OptimizerSettings;
import dev.adjoint.runtime.train.TrainingResult.Failure;
import dev.adjoint.runtime.train.TrainingResult.Stop;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final Interval POSITIVE = new Interval(0, Double.POSITIVE_INFINITY);

    private static Map<String, Double> rate(double learningRate) {
        return Map.of("learning_rate", learningRate);
    }

    private static Tensor vector(Precision precision, double... values) {
        RealArray array = RealArray.allocate(precision, values.length);
        RealArray.copy(RealArray.of(values), 0, array, 0, values.length);
        return new Tensor(List.of(values.length), array);
    }

    /** Samples of y = slope x + 3 for x from -1 to 1. */
    private static Map<String, Tensor> line(Precision precision, double slope, int samples) {
        double[] x = new double[samples];
        double[] y = new double[samples];
        for (int i = 0; i < samples; i++) {
            x[i] = 2.0 * i / (samples - 1) - 1;
            y[i] = slope * x[i] + 3;
        }
        return Map.of("x", vector(precision, x), "y", vector(precision, y));
    }

    private static void set(LinearRegression model, double w, double b) {
        model.parameters().flat().set(0, w);
        model.parameters().flat().set(1, b);
    }

    /** By hand: error 2.1 - 4 = -1.9, loss 3.61, gradient (2·2.1·-1.9, 2·-1.9) = (-7.98, -3.8); then error -1.69442. */
    @Test
    void takesTheWorkedStep() {
        LinearRegression model = new LinearRegression();
        set(model, 1, 0);
        TrainingResult result = Trainer.of(model)
                .optimizer("sgd", rate(0.01))
                .epochs(1)
                .train(Map.of("x", Tensor.vector(2.1), "y", Tensor.vector(4)));
        assertThat(result.losses()).containsExactly(new double[] {3.61}, within(1e-15));
        assertThat(result.gradientNorm()).isCloseTo(Math.sqrt(7.98 * 7.98 + 3.8 * 3.8), within(1e-14));
        assertThat(model.w()).isCloseTo(1.0798, within(1e-15));
        assertThat(model.b()).isCloseTo(0.038, within(1e-15));
        assertThat(result.finalLoss()).isCloseTo(1.69442 * 1.69442, within(1e-14));
        assertThat(result.steps()).isEqualTo(1);
        assertThat(result.epochs()).isEqualTo(1);
        assertThat(result.stop()).isEqualTo(Stop.EPOCHS);
        assertThat(result.failure()).isEmpty();
    }

    /** Exact data: gradient descent ends where rounding does, a few units in the last place of 3. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void findsALine(Precision precision) {
        for (OptionalInt batch : List.of(OptionalInt.empty(), OptionalInt.of(4))) {
            LinearRegression model = new LinearRegression(precision, Interval.ALL);
            Trainer trainer =
                    Trainer.of(model).optimizer("momentum", rate(0.05)).epochs(1000);
            batch.ifPresent(trainer::batch);
            trainer.train(line(precision, 1.8, 10));
            double tolerance = precision == Precision.F64 ? 1e-14 : 1e-6;
            assertThat(model.w()).isCloseTo(1.8, within(tolerance));
            assertThat(model.b()).isCloseTo(3, within(tolerance));
            assertThat(model.parameters().flat().get(2)).as("frozen").isEqualTo(1);
        }
    }

    @Test
    void bindsAllDataOnceAndCopiesNothing() {
        LinearRegression model = new LinearRegression();
        Trainer.of(model).epochs(50).train(line(Precision.F64, 2, 5));
        assertThat(model.binds).isEqualTo(1);
    }

    /**
     * Seven equal samples x = 1, y = 0 in batches of 3, 3 and 1, so that their order does not matter. With b = w the loss is
     * (2w)², both partials are 4w, and a step at rate 1/16 takes w to 3/4 w: 1/2, 3/8, 9/32 in the first epoch.
     */
    @Test
    void weighsBatchesByTheirSamples() {
        LinearRegression model = new LinearRegression();
        set(model, 0.5, 0.5);
        double[] ones = {1, 1, 1, 1, 1, 1, 1};
        TrainingResult result = Trainer.of(model)
                .optimizer("sgd", rate(1 / 16.0))
                .epochs(1)
                .batch(3)
                .train(Map.of("x", Tensor.vector(ones), "y", Tensor.vector(new double[7])));
        double[] w = {1 / 2.0, 3 / 8.0, 9 / 32.0, 27 / 128.0};
        assertThat(result.steps()).isEqualTo(3);
        assertThat(model.w()).isEqualTo(w[3]);
        assertThat(result.losses()[0])
                .isCloseTo((3 * 4 * w[0] * w[0] + 3 * 4 * w[1] * w[1] + 4 * w[2] * w[2]) / 7, within(1e-15));
        assertThat(result.gradientNorm()).isCloseTo(Math.sqrt(2) * 4 * (3 * w[0] + 3 * w[1] + w[2]) / 7, within(1e-15));
        assertThat(result.finalLoss()).isCloseTo(4 * w[3] * w[3], within(1e-15));
    }

    @Test
    void repeatsItselfWithTheSameSeedOnly() {
        assertThat(slopeAfterShuffling(1)).isEqualTo(slopeAfterShuffling(1)).isNotEqualTo(slopeAfterShuffling(2));
    }

    private static double slopeAfterShuffling(long seed) {
        LinearRegression model = new LinearRegression();
        Trainer.of(model).epochs(3).batch(2).seed(seed).train(line(Precision.F64, 1.8, 9));
        return model.w();
    }

    @Test
    void stopsWhereTheGradientIsSmall() {
        LinearRegression model = new LinearRegression();
        Map<String, Tensor> data = line(Precision.F64, 1.8, 10);
        TrainingResult result = Trainer.of(model)
                .optimizer("sgd", rate(0.1))
                .untilGradient(1e-3)
                .train(data);
        assertThat(result.stop()).isEqualTo(Stop.GRADIENT);
        assertThat(result.gradientNorm()).isLessThan(1e-3).isPositive();
        assertThat(result.epochs()).isBetween(10, 999);
        assertThat(result.steps()).as("the last is not taken").isEqualTo(result.epochs() - 1);
        RealArray gradient = RealArray.allocate(Precision.F64, 2);
        double loss = model.lossAndGradient(gradient);
        assertThat(Math.hypot(gradient.get(0), gradient.get(1))).isCloseTo(result.gradientNorm(), within(1e-18));
        assertThat(result.finalLoss()).isEqualTo(loss).isEqualTo(result.losses()[result.epochs() - 1]);
    }

    @Test
    void tellsTheListenerOfEveryEpoch() {
        List<Integer> epochs = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        TrainingResult result = Trainer.of(new LinearRegression())
                .epochs(4)
                .batch(3)
                .listener((epoch, loss, norm) -> {
                    epochs.add(epoch);
                    losses.add(loss);
                    assertThat(norm).isPositive();
                })
                .train(line(Precision.F64, 1.8, 10));
        assertThat(epochs).containsExactly(1, 2, 3, 4);
        assertThat(losses.stream().mapToDouble(d -> d).toArray()).containsExactly(result.losses());
        assertThat(result.losses()[3]).isLessThan(result.losses()[0]);
    }

    @Test
    void keepsMoreLossesThanItFirstHasRoomFor() {
        TrainingResult result = Trainer.of(new LinearRegression()).epochs(5000).train(line(Precision.F64, 1.8, 3));
        assertThat(result.losses()).hasSize(5000).doesNotContain(0);
    }

    /** The best slope is negative, so that it is driven towards the bound; the offset is found all the same. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void keepsConstrainedParametersInside(Precision precision) {
        LinearRegression model = new LinearRegression(precision, POSITIVE);
        List<Double> slopes = new ArrayList<>();
        Trainer.of(model)
                .optimizer("adam", rate(1))
                .epochs(2000)
                .listener((epoch, loss, norm) -> slopes.add(model.w()))
                .train(line(precision, -1.8, 10));
        assertThat(slopes).allMatch(w -> w > 0);
        assertThat(model.w()).isBetween(Double.MIN_VALUE, 1e-3);
        assertThat(model.b()).isCloseTo(3, within(1e-3));
    }

    /** (w - 0.3)² on (0, 1) from 0.9. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void findsAMinimumInsideAnInterval(Precision precision) {
        ScalarFunction model =
                new ScalarFunction(precision, 0.9, new Interval(0, 1), w -> (w - 0.3) * (w - 0.3), w -> 2 * (w - 0.3));
        TrainingResult result =
                Trainer.of(model).optimizer("sgd", rate(1)).epochs(500).batch(8).train(Map.of());
        assertThat(result.steps()).as("no samples: one step in an epoch").isEqualTo(500);
        assertThat(model.w()).isCloseTo(0.3, within(precision == Precision.F64 ? 1e-15 : 1e-7));
    }

    @Test
    void stopsAtDataThatIsNotFinite() {
        LinearRegression model = new LinearRegression();
        set(model, 1, 2);
        Map<String, Tensor> data = Map.of("x", Tensor.vector(1, 2), "y", Tensor.vector(3, Double.NaN));
        TrainingResult result = Trainer.of(model).train(data);
        assertThat(result.stop()).isEqualTo(Stop.NOT_FINITE);
        assertThat(result.losses()).isEmpty();
        assertThat(result.gradientNorm()).isNaN();
        assertThat(result.finalLoss()).isNaN();
        assertThat(model.w()).isEqualTo(1);
        assertThat(model.b()).isEqualTo(2);
        Failure failure = result.failure().orElseThrow();
        assertThat(failure.epoch()).isEqualTo(1);
        assertThat(failure.step()).isZero();
        assertThat(failure.loss()).isNaN();
        assertThat(failure.parameters().toDoubles()).containsExactly(1, 2, 1);
        assertThat(failure.batch()).isEqualTo(data);
    }

    @Test
    void namesTheBatchThatIsNotFinite() {
        double[] y = new double[10];
        y[6] = Double.POSITIVE_INFINITY;
        var data = Map.of("x", line(Precision.F64, 1, 10).get("x"), "y", Tensor.vector(y));
        TrainingResult result = Trainer.of(new LinearRegression()).batch(2).train(data);
        Failure failure = result.failure().orElseThrow();
        assertThat(failure.batch().get("x").sizes()).containsExactly(2);
        assertThat(failure.batch().get("y").values().toDoubles()).contains(Double.POSITIVE_INFINITY);
        assertThat(failure.epoch()).isEqualTo(1);
        assertThat(failure.step()).isBetween(0L, 4L);
    }

    /** At rate 10 every step multiplies the error until it overflows. */
    @Test
    void goesBackToTheLastGoodParameters() {
        LinearRegression model = new LinearRegression();
        TrainingResult result = Trainer.of(model).optimizer("sgd", rate(10)).train(line(Precision.F64, 1.8, 10));
        assertThat(result.stop()).isEqualTo(Stop.NOT_FINITE);
        assertThat(model.forward()).isFinite().isEqualTo(result.finalLoss());
        assertThat(result.finalLoss()).isEqualTo(result.losses()[result.epochs() - 1]);
        Failure failure = result.failure().orElseThrow();
        assertThat(failure.epoch()).isEqualTo(result.epochs() + 1);
        assertThat(failure.step()).isEqualTo(result.epochs());
        RealArray.copy(failure.parameters(), 0, model.parameters().flat(), 0, 3);
        assertThat(model.forward()).isNotEqualTo(result.finalLoss()).isInfinite();
    }

    /** log w at 1 is good; a step of -2 takes it to -1, which only the final evaluation sees. */
    @Test
    void noticesThatTheLastStepWasBad() {
        ScalarFunction model = new ScalarFunction(Precision.F64, 1, Interval.ALL, Math::log, w -> 1 / w);
        TrainingResult result =
                Trainer.of(model).optimizer("sgd", rate(2)).epochs(1).train(Map.of());
        assertThat(result.stop()).isEqualTo(Stop.NOT_FINITE);
        assertThat(result.losses()).containsExactly(0);
        assertThat(result.finalLoss()).isZero();
        assertThat(model.w()).isEqualTo(1);
        assertThat(result.failure().orElseThrow().parameters().toDoubles()).containsExactly(-1);
        assertThat(result.failure().orElseThrow().epoch()).isEqualTo(1);
    }

    /** sqrt w is 0 at 0, its derivative infinite: w = 1, then 1 - 2·1/2 = 0. */
    @Test
    void stopsAtAGradientThatIsNotFinite() {
        ScalarFunction model =
                new ScalarFunction(Precision.F64, 1, Interval.ALL, Math::sqrt, w -> 1 / (2 * Math.sqrt(w)));
        TrainingResult result = Trainer.of(model).optimizer("sgd", rate(2)).train(Map.of());
        assertThat(result.stop()).isEqualTo(Stop.NOT_FINITE);
        assertThat(result.failure().orElseThrow().loss()).isZero();
        assertThat(result.losses()).containsExactly(1);
        assertThat(model.w()).isEqualTo(1);
    }

    @Test
    void canBeContinuedAfterNoEpochAtAll() {
        LinearRegression model = new LinearRegression();
        TrainingResult result = Trainer.of(model).epochs(0).train(line(Precision.F64, 1.8, 3));
        assertThat(result.steps()).isZero();
        assertThat(result.finalLoss()).isEqualTo(model.forward());
        assertThat(model.w()).isEqualTo(0.5);
    }

    @Test
    void takesOverSettings() {
        var settings = new TrainSettings(
                Optional.of("unused.csv"),
                Optional.of(new OptimizerSettings("sgd", rate(0.1))),
                OptionalInt.of(3),
                OptionalInt.of(4),
                OptionalLong.of(9),
                OptionalDouble.of(1e-9));
        LinearRegression byFile = new LinearRegression();
        Trainer.of(byFile)
                .epochs(77)
                .settings(settings)
                .settings(TrainSettings.NONE)
                .train(line(Precision.F64, 1.8, 10));
        LinearRegression byHand = new LinearRegression();
        TrainingResult result = Trainer.of(byHand)
                .optimizer("sgd", rate(0.1))
                .epochs(3)
                .batch(4)
                .seed(9)
                .untilGradient(1e-9)
                .train(line(Precision.F64, 1.8, 10));
        assertThat(result.steps()).isEqualTo(9);
        assertThat(byFile.w()).isEqualTo(byHand.w());
    }

    @Test
    void refusesSettingsOutOfRange() {
        Trainer trainer = Trainer.of(new LinearRegression());
        assertThatThrownBy(() -> trainer.epochs(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trainer.batch(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trainer.untilGradient(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trainer.train(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no values for x");
    }

    /**
     * Bytes allocated by this thread, seen at epochs 100 to 900 of a run in mini-batches, with a constraint: one number, but for
     * the few objects that the JVM makes when it replaces code it has compiled. A single object per step would make 800.
     */
    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"})
    void aStepAllocatesNothing(String optimizer) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Precision precision : Precision.values()) {
            LinearRegression model = new LinearRegression(precision, POSITIVE);
            long[] allocated = new long[1000];
            Trainer.of(model)
                    .optimizer(optimizer, rate(1e-3))
                    .epochs(allocated.length)
                    .batch(4)
                    .listener((epoch, loss, norm) -> allocated[epoch - 1] = thread.getCurrentThreadAllocatedBytes())
                    .train(line(precision, 1.8, 10));
            assertThat(Arrays.stream(allocated).skip(100).limit(800).distinct()).hasSizeLessThan(10);
        }
    }
}
