package dev.adjoint.benchmarks;

import dev.adjoint.runtime.Tensor;
import java.util.Map;
import java.util.stream.IntStream;

/** The trainings that are measured: an example on 100 samples. */
public enum Training {
    CELSIUS {
        private final double[] celsius = samples(-50, 49);
        private final double[] fahrenheit = IntStream.range(0, SAMPLES)
                .mapToDouble(i -> 1.8 * celsius[i] + 32)
                .toArray();

        @Override
        TrainingStep generated() {
            Map<String, Tensor> samples =
                    Map.of("celsius", Tensor.vector(celsius), "fahrenheit", Tensor.vector(fahrenheit));
            return new GeneratedStep("celsius/celsius.nn", samples, CELSIUS_RATE);
        }

        @Override
        TrainingStep byHand() {
            return new CelsiusByHand(celsius, fahrenheit, CELSIUS_RATE);
        }
    },

    SOFTPLUS {
        private final double[] x = samples(-4, 4);
        private final double[] y =
                IntStream.range(0, SAMPLES).mapToDouble(i -> Math.abs(x[i])).toArray();

        @Override
        TrainingStep generated() {
            Map<String, Tensor> samples = Map.of("x", Tensor.vector(x), "y", Tensor.vector(y));
            return new GeneratedStep("softplus/softplus.nn", samples, SOFTPLUS_RATE);
        }

        @Override
        TrainingStep byHand() {
            return new SoftplusByHand(x, y, SOFTPLUS_RATE);
        }
    };

    private static final int SAMPLES = 100;
    private static final double CELSIUS_RATE = 0.001;
    private static final double SOFTPLUS_RATE = 0.01;

    abstract TrainingStep generated();

    abstract TrainingStep byHand();

    /**
     * Runs both: a comparison of two programs that do not compute the same would mean nothing.
     *
     * @throws IllegalStateException if they part
     */
    void requireAgreement() {
        TrainingStep one = generated();
        TrainingStep other = byHand();
        for (int step = 0; step < 20; step++) {
            requireClose(one.step(), other.step());
        }
        for (int i = 0; i < other.parameters().length; i++) {
            requireClose(one.parameters()[i], other.parameters()[i]);
        }
    }

    /** Sums of 100 terms in another order differ by some 100 ulps; 20 steps carry that on. */
    private void requireClose(double generated, double byHand) {
        if (!(Math.abs(generated - byHand) <= 1e-11 * Math.max(1, Math.abs(byHand)))) {
            throw new IllegalStateException(this + ": generated " + generated + ", by hand " + byHand);
        }
    }

    private static double[] samples(double from, double to) {
        return IntStream.range(0, SAMPLES)
                .mapToDouble(i -> from + i * (to - from) / (SAMPLES - 1))
                .toArray();
    }
}
