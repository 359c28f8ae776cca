package dev.adjoint.expr;

import java.util.Objects;

/**
 * That data must have so many elements along a dim, since an index would be outside otherwise.
 *
 * @param dim an unbound one
 * @param size at least 1
 * @param reason what needs it, and where it stands: {@code x[n, time - 1] (rnn.nn:7)}
 */
public record LeastSize(Dim dim, int size, String reason) {
    public LeastSize {
        Objects.requireNonNull(reason);
        if (!(dim.extent() instanceof Extent.Unbound) || size < 1) {
            throw new IllegalArgumentException(dim + " >= " + size);
        }
    }
}
