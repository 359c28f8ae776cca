package dev.adjoint.cli.arrays;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes that a file claims for an array, not more than memory could hold.
 *
 * @param sizes one for each axis
 * @param count their product
 */
record ArrayShape(List<Integer> sizes, int count) {
    /** Some virtual machines need a few words of an array for themselves. */
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    ArrayShape {
        sizes = List.copyOf(sizes);
    }

    /** @throws ArrayFormatException if there are more elements than an array can have */
    static ArrayShape of(List<Long> claimed) throws ArrayFormatException {
        long count = claimed.contains(0L) ? 0 : 1;
        List<Integer> sizes = new ArrayList<>();
        for (long size : claimed) {
            if (size < 0 || size > MOST_ELEMENTS || count > 0 && size > MOST_ELEMENTS / count) {
                String product = claimed.stream().map(String::valueOf).collect(Collectors.joining(" x "));
                throw new ArrayFormatException("there are " + product + " elements, more than an array can have");
            }
            count *= size;
            sizes.add((int) size);
        }
        return new ArrayShape(sizes, (int) count);
    }

    /** As in {@code 3 x 4 elements} or {@code one element}. */
    String describe() {
        return sizes.isEmpty()
                ? "one element"
                : sizes.stream().map(String::valueOf).collect(Collectors.joining(" x ")) + " elements";
    }
}
