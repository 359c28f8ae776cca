package dev.adjoint.rewrite;

/** What a rule promises. */
enum RuleKind {
    /** The same bits for every IEEE input. */
    EXACT,
    /** The same real number wherever the left side is defined; rounding may differ. */
    REAL,
    /** As {@link #REAL}, and the right side is accurate where the left side loses digits, overflows or underflows. */
    STABILISE
}
