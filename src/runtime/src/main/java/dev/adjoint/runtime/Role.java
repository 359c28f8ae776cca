package dev.adjoint.runtime;

/** Which operands of a contraction a loop axis moves along. */
enum Role {
    BATCH,
    ROWS,
    COLUMNS,
    SUMMED;

    private static final Role[] ALL = values();

    static Role of(int ordinal) {
        return ALL[ordinal];
    }
}
