package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Binding;
import dev.adjoint.runtime.CounterRandom;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Axis;
import dev.adjoint.runtime.Signature.Value;
import dev.adjoint.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The data of a training run, cut along its sample dim.
 *
 * <p>Every value that has the {@linkplain Signature#sampleDim sample dim}, as whichever of its axes, is cut along that axis;
 * others are passed whole. Without a sample dim all data is one sample; so it is if values are indices along that dim, which
 * mean nothing in a part of it. Buffers are allocated once, and each batch overwrites the one before.
 */
final class Batches {
    private static final long SHUFFLES = CounterRandom.stream("shuffles");

    private final Map<String, Tensor> whole;
    private final List<Cut> cuts;
    private final int samples;
    private final int size;
    private final long seed;
    private final int[] order;
    private final Map<String, Tensor> full;
    private final Map<String, Tensor> last;

    /**
     * @param size samples in a batch; if empty, or if there are no more samples, all data is one batch and is not copied
     * @throws IllegalArgumentException if a value is missing or does not fit the signature or the others, or there are no
     *     samples, or fewer in a batch than the model needs
     */
    Batches(Signature signature, Map<String, Tensor> data, OptionalInt size, long seed) {
        this.whole = Map.copyOf(data);
        this.cuts = cuts(signature, data);
        this.samples = cuts.isEmpty() ? 1 : cuts.get(0).samples();
        this.size = Math.min(size.orElse(samples), samples);
        this.seed = seed;
        if (samples == 0) {
            throw new IllegalArgumentException(cuts.get(0).name() + " has 0 samples");
        }
        if (!cuts.isEmpty()) { // the last batch is the smallest
            String dim = signature.sampleDim().orElseThrow().dim();
            signature.leastSizes().stream()
                    .filter(least -> least.dim().equals(dim))
                    .forEach(least -> least.check(samplesOf(count() - 1)));
        }
        this.order = new int[samples];
        this.full = new HashMap<>(whole);
        this.last = new HashMap<>(whole);
        if (count() > 1) {
            for (Cut cut : cuts) {
                RealArray buffer = cut.buffer(signature.precision(), this.size);
                full.put(cut.name(), new Tensor(cut.sizes(this.size), buffer));
                last.put(cut.name(), new Tensor(cut.sizes(samplesOf(count() - 1)), buffer));
            }
        }
    }

    private static List<Cut> cuts(Signature signature, Map<String, Tensor> data) {
        List<Value> values = Stream.concat(signature.inputs().stream(), signature.targets().stream())
                .toList();
        for (Value value : values) {
            if (!data.containsKey(value.name())) {
                throw new IllegalArgumentException("no values for " + value.name());
            }
        }
        Binding.of(signature, data); // a batch is checked only when it is bound, not each time it is filled
        Optional<Axis> dim = signature
                .sampleDim()
                .filter(a -> values.stream().noneMatch(v -> v.kind().isAlong(a.dim())));
        List<Cut> cuts = new ArrayList<>();
        for (Value value : values) {
            int axis = dim.map(value.axes()::indexOf).orElse(-1);
            if (axis >= 0) {
                cuts.add(new Cut(value.name(), data.get(value.name()), axis));
            }
        }
        return cuts;
    }

    /** Number of batches in an epoch. The last may be smaller than the others. */
    int count() {
        return (samples - 1) / size + 1;
    }

    /** The part of all samples that a batch holds. */
    double share(int batch) {
        return (double) samplesOf(batch) / samples;
    }

    private int samplesOf(int batch) {
        return Math.min(size, samples - batch * size);
    }

    /** Puts the samples in the order of an epoch, which depends on the seed and the epoch only. */
    void shuffle(int epoch) {
        if (count() > 1) {
            for (int i = 0; i < samples; i++) {
                order[i] = i;
            }
            CounterRandom.shuffle(seed, SHUFFLES + epoch, order);
        }
    }

    /** The values of a batch, by name: the same two maps over the same arrays in every epoch. */
    Map<String, Tensor> get(int batch) {
        if (count() == 1) {
            return whole;
        }
        Map<String, Tensor> values = batch == count() - 1 ? last : full;
        for (int i = 0; i < cuts.size(); i++) { // no iterator: a step allocates nothing
            Cut cut = cuts.get(i);
            cut.gather(
                    order,
                    batch * size,
                    samplesOf(batch),
                    values.get(cut.name()).values());
        }
        return values;
    }

    /** As {@link #get}, in arrays that no later batch overwrites. */
    Map<String, Tensor> copy(int batch) {
        Map<String, Tensor> values = new HashMap<>(get(batch));
        if (count() > 1) {
            for (Cut cut : cuts) {
                Tensor shared = values.get(cut.name());
                RealArray own = RealArray.allocate(shared.values().precision(), shared.count());
                RealArray.copy(shared.values(), 0, own, 0, shared.count());
                values.put(cut.name(), new Tensor(shared.sizes(), own));
            }
        }
        return values;
    }

    /**
     * A value that has the sample dim.
     *
     * @param axis which of its axes that is
     */
    private record Cut(String name, Tensor source, int axis) {
        int samples() {
            return source.sizes().get(axis);
        }

        /** Its sizes in a batch. */
        List<Integer> sizes(int batchSize) {
            List<Integer> sizes = new ArrayList<>(source.sizes());
            sizes.set(axis, batchSize);
            return sizes;
        }

        RealArray buffer(Precision precision, int batchSize) {
            return RealArray.allocate(precision, source.count() / samples() * batchSize);
        }

        /** Copies the samples {@code order[start], ..., order[start + count - 1]}: [outer, sample, inner] stays so. */
        void gather(int[] order, int start, int count, RealArray buffer) {
            int inner = 1;
            for (int i = axis + 1; i < source.sizes().size(); i++) {
                inner *= source.sizes().get(i);
            }
            int outer = inner == 0 ? 0 : source.count() / inner / samples();
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < count; i++) {
                    int from = (o * samples() + order[start + i]) * inner;
                    RealArray.copy(source.values(), from, buffer, (o * count + i) * inner, inner);
                }
            }
        }
    }
}
