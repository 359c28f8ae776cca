package dev.adjoint.cli;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Made-up inputs and targets for a model, the same for the same seed. */
final class RandomSamples {
    /** The size of unbound dims: odd and prime, so that a mix-up of sizes or strides shows. */
    static final int SAMPLES = 7;

    private final Signature signature;
    private final long seed;

    RandomSamples(Signature signature, long seed) {
        this.signature = signature;
        this.seed = seed;
    }

    /** From the standard normal distribution. */
    Map<String, Tensor> normal() {
        return draw(Random::nextGaussian);
    }

    /** Between 0.1 and 0.9: where logarithms, roots and the inverses of sine and cosine are defined. */
    Map<String, Tensor> positive() {
        return draw(random -> 0.1 + 0.8 * random.nextDouble());
    }

    private Map<String, Tensor> draw(ToDoubleFunction<Random> next) {
        Random random = new Random(seed);
        Map<String, Tensor> samples = new LinkedHashMap<>();
        Stream.concat(signature.inputs().stream(), signature.targets().stream())
                .forEach(value -> samples.put(value.name(), draw(value, random, next)));
        return samples;
    }

    private Tensor draw(Signature.Value value, Random random, ToDoubleFunction<Random> next) {
        List<Integer> sizes = value.axes().stream()
                .map(axis -> axis.isBound() ? axis.size() : SAMPLES)
                .toList();
        RealArray values =
                RealArray.allocate(signature.precision(), sizes.stream().reduce(1, Math::multiplyExact));
        for (int i = 0; i < values.length(); i++) {
            values.set(i, next.applyAsDouble(random));
        }
        return new Tensor(sizes, values);
    }
}
