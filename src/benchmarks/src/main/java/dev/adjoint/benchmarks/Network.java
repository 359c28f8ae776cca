package dev.adjoint.benchmarks;

import dev.adjoint.driver.CompiledModel;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Networks in single precision, of which a step of training is measured: loss, gradient and update.
 *
 * @param label what it is
 * @param text the model
 * @param sizes of unbound dims, and below what the integers of an input or target lie
 */
record Network(String label, SourceFile text, Map<String, Integer> sizes) {
    static final int MLP_SAMPLES = 128;

    private static final float RATE = 1e-3f;

    static final Network MLP = new Network(
            "perceptron 784-512-256-10, batch 128",
            new SourceFile("perceptron.nn", """
                    model Perceptron {
                      precision f32
                      dim    n, features = 784, classes = 10
                      input  x[n, features]
                      target y[n] : class(classes)
                      output logits = x |> dense(512) |> relu |> dense(256) |> relu |> dense(classes)
                      loss   mean(cross_entropy(logits, y))
                    }
                    """),
            Map.of("n", MLP_SAMPLES, "y", 10));

    static List<Network> all() {
        return List.of(
                MLP,
                new Network("LeNet, batch 64", ExampleModel.read("lenet/lenet.nn"), Map.of("n", 64, "digit", 10)),
                new Network(
                        "transformer, 2 blocks of width 32, batch 8 of 64 characters",
                        ExampleModel.read("transformer/transformer.nn"),
                        Map.of("n", 8, "time", 64, "character", 43, "following", 43)));
    }

    /** Milliseconds of a step. */
    record Time(double least, double median) {
        static Time of(Runnable step, int millis) {
            List<Long> times = new ArrayList<>();
            long end = System.nanoTime() + 1_000_000L * millis;
            do {
                long start = System.nanoTime();
                step.run();
                times.add(System.nanoTime() - start);
            } while (System.nanoTime() < end);
            times.sort(null);
            return new Time(times.get(0) / 1e6, times.get(times.size() / 2) / 1e6);
        }
    }

    /** @param millis of measurement, after as long for warm-up */
    Time measure(int millis) {
        Runnable step = step();
        Time.of(step, millis);
        return Time.of(step, millis);
    }

    private Runnable step() {
        Model model = bound();
        float[] parameters = ((RealArray.F32) model.parameters().flat()).values();
        float[] gradient = new float[model.signature().trainableCount()];
        RealArray view = RealArray.of(gradient);
        return () -> {
            model.lossAndGradient(view);
            for (int i = 0; i < gradient.length; i++) {
                parameters[i] -= RATE * gradient[i];
            }
        };
    }

    /** The model on random samples, always the same. */
    private Model bound() {
        CompiledModel compiled = ExampleModel.compile(text);
        Model model = compiled.load(List.of());
        model.parameters().initialise(1);
        Random random = new Random(1);
        Map<String, Tensor> samples = new HashMap<>();
        List<Signature.Value> values = new ArrayList<>(model.signature().inputs());
        values.addAll(model.signature().targets());
        for (Signature.Value value : values) {
            List<Integer> shape = value.axes().stream()
                    .map(axis -> axis.isBound() ? axis.size() : sizes.get(axis.dim()))
                    .toList();
            float[] elements = new float[shape.stream().reduce(1, (a, b) -> a * b)];
            Integer below = sizes.get(value.name());
            for (int i = 0; i < elements.length; i++) {
                elements[i] = below == null ? (float) random.nextGaussian() : random.nextInt(below);
            }
            samples.put(value.name(), new Tensor(shape, RealArray.of(elements)));
        }
        model.bind(samples);
        return model;
    }

    /** The perceptron by plain loops, on the same samples and from the same parameters. */
    static PerceptronByHand byHand() {
        Model model = MLP.bound();
        float[] gradient = new float[model.signature().trainableCount()];
        Random random = new Random(1);
        float[] x = new float[MLP_SAMPLES * 784];
        int[] y = new int[MLP_SAMPLES];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextInt(10);
        }
        float[] parameters = ((RealArray.F32) model.parameters().flat()).values();
        PerceptronByHand byHand = new PerceptronByHand(Arrays.copyOf(parameters, parameters.length), x, y, RATE);
        double expected = model.lossAndGradient(RealArray.of(gradient));
        double loss = byHand.lossAndGradient();
        requireClose(loss, expected);
        for (int i = 0; i < gradient.length; i++) {
            requireClose(byHand.gradient()[i], gradient[i]);
        }
        return byHand;
    }

    /** Sums of some hundred terms in another order, in single precision. */
    private static void requireClose(double actual, double expected) {
        if (!(Math.abs(actual - expected) <= 1e-4 * Math.max(1, Math.abs(expected)))) {
            throw new IllegalStateException("by hand " + actual + ", generated " + expected);
        }
    }
}
