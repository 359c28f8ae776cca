package dev.adjoint.runtime;

/** Data have fewer elements along a dim than a model {@linkplain Signature#leastSizes needs}. */
public final class TooFewElementsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TooFewElementsException(String message) {
        super(message);
    }
}
