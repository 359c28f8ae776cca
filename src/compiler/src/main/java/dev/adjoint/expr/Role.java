package dev.adjoint.expr;

/** Where the value of a {@link Variable} comes from. */
public enum Role {
    /** Data known when predicting. */
    INPUT,
    /** Data known only when training. */
    TARGET,
    /** A number that training changes. */
    PARAMETER,
    /** A number that lives with the parameters but that training leaves alone. */
    FROZEN,
    /** Whether a training step is computed, 1 or 0: a constant of each pass, known before planning. */
    MODE,
    /** What a {@link Lambda} is a function of. */
    FORMAL,
    /** Stands for any expression in a rewrite rule; never part of a model. */
    PATTERN
}
