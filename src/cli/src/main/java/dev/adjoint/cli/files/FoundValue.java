package dev.adjoint.cli.files;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.Span;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Numbers found under a name in a file.
 *
 * @param span the name's place
 * @param sizes one for each axis; empty for a single number
 * @param numbers in storage order, the last axis varying fastest
 * @param places from an element's position in {@code numbers} to its place in the file
 */
record FoundValue(Span span, List<Integer> sizes, RealArray numbers, IntFunction<Span> places) {
    FoundValue {
        sizes = List.copyOf(sizes);
    }

    /** The same as a single number, if it has one element and a value has no axes. */
    FoundValue fitting(Signature.Value value) {
        return value.axes().isEmpty() && numbers.length() == 1
                ? new FoundValue(span, List.of(), numbers, places)
                : this;
    }

    Tensor toTensor() {
        return new Tensor(sizes, numbers);
    }
}
