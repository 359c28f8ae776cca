package dev.adjoint.cli;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Made-up inputs and targets for a model, the same for the same seed. Labels, indices and truth values are any allowed ones. */
final class RandomSamples {
    /** The size of unbound dims: odd and prime, so that a mix-up of sizes or strides shows. */
    static final int SAMPLES = 7;

    private final Signature signature;
    private final List<Signature.Value> values;
    private final Map<String, Integer> sizes = new HashMap<>();
    private final long seed;

    RandomSamples(Signature signature, long seed) {
        this.signature = signature;
        this.seed = seed;
        this.values = Stream.concat(signature.inputs().stream(), signature.targets().stream())
                .toList();
        for (Signature.Value value : values) {
            value.axes().forEach(axis -> sizes.put(axis.dim(), axis.isBound() ? axis.size() : SAMPLES));
        }
        signature.leastSizes().forEach(least -> sizes.merge(least.dim(), least.size(), Math::max));
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
        values.forEach(value -> samples.put(value.name(), draw(value, random, next)));
        return samples;
    }

    private Tensor draw(Signature.Value value, Random random, ToDoubleFunction<Random> next) {
        List<Integer> shape =
                value.axes().stream().map(axis -> sizes.get(axis.dim())).toList();
        RealArray elements =
                RealArray.allocate(signature.precision(), shape.stream().reduce(1, Math::multiplyExact));
        int count = value.kind().isReal() ? 0 : value.kind().count(sizes, signature.precision());
        for (int i = 0; i < elements.length(); i++) {
            elements.set(i, value.kind().isReal() ? next.applyAsDouble(random) : random.nextInt(count));
        }
        return new Tensor(shape, elements);
    }
}
