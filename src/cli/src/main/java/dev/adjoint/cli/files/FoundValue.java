package dev.adjoint.cli.files;

import dev.adjoint.runtime.RealArray;
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

    Tensor toTensor() {
        return new Tensor(sizes, numbers);
    }
}
