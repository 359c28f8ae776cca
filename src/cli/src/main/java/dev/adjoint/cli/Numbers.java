package dev.adjoint.cli;

import dev.adjoint.cli.files.DecimalNumber;
import dev.adjoint.runtime.Tensor;
import java.util.StringJoiner;

/** Numbers as a person wants to read them; for exact ones there is JSON. */
final class Numbers {
    /** Enough to recognise a number by, few enough to hide rounding errors. */
    private static final int DIGITS = 6;

    private static final int MOST_ELEMENTS = 6;

    private Numbers() {}

    static String brief(double value) {
        return DecimalNumber.rounded(value, DIGITS);
    }

    /** For errors, of which only the magnitude matters. */
    static String rough(double value) {
        return DecimalNumber.rounded(value, 2);
    }

    /** All elements in storage order, or the first few and how many there are. */
    static String brief(Tensor tensor) {
        if (tensor.sizes().isEmpty()) {
            return brief(tensor.values().get(0));
        }
        int count = tensor.count();
        StringJoiner elements = new StringJoiner(", ", "[", count > MOST_ELEMENTS ? ", ...] of " + count : "]");
        for (int i = 0; i < Math.min(count, MOST_ELEMENTS); i++) {
            elements.add(brief(tensor.values().get(i)));
        }
        return elements.toString();
    }
}
