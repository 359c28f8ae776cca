package dev.adjoint.plan;

/** The kinds of memory a pass reads and writes. */
public enum Storage {
    /** The flat parameter array; the index is the offset of the first element. */
    PARAMETERS,
    /** An input or target; the index counts inputs, then targets. */
    DATA,
    /** An output or metric, by its position among outputs, then metrics. */
    OUTPUT,
    /** The flat gradient array; the index is the offset of the first element. */
    GRADIENT,
    /** The array of what parameters that keep state are after a training step. */
    UPDATE,
    /** The gradient with respect to an input or target, counted as in {@link #DATA}. */
    DATA_GRADIENT,
    /** An array that lives within one pass. */
    SCRATCH,
    /** An array that {@code forward} leaves to {@code backward}. */
    SAVED,
    /** One element of the array of scalars that lives within one pass. */
    CELL,
    /** One element of the array of scalars that {@code forward} leaves to {@code backward}. */
    SAVED_CELL,
    /** What a lambda is given, by the position of the formal. */
    FORMAL,
    /** Where a lambda leaves a result, by its position. */
    RESULT
}
