package dev.adjoint.cli.files;

import dev.adjoint.source.Span;
import java.util.List;

/**
 * Numbers found under a name in a file.
 *
 * @param span the name's place
 * @param sizes one for each level of nesting; empty for a single number
 * @param numbers in order, the last axis varying fastest
 */
record FoundValue(Span span, List<Integer> sizes, NumberList numbers) {
    FoundValue {
        sizes = List.copyOf(sizes);
    }
}
