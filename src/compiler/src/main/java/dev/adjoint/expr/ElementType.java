package dev.adjoint.expr;

/** What the elements of a value are. Gradients flow through {@link #REAL} values only. */
public enum ElementType {
    REAL,
    BOOL,
    /** Several values at once: what a {@link Call} or {@link Scan} gives. */
    TUPLE
}
