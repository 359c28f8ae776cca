package dev.adjoint.plan;

import dev.adjoint.expr.Select;

/**
 * Where in the code of a loop body a value is needed: everywhere ({@link #BODY}), or only in one branch of a choice.
 *
 * @param parent the scope the choice itself stands in; null for the whole body
 * @param select the choice
 * @param branch true or false
 * @param depth number of choices around
 */
record Scope(Scope parent, Select select, boolean branch, int depth) {
    static final Scope BODY = new Scope(null, null, true, 0);

    /** Java nested deeper is no pleasure to read and, far deeper, crashes javac; further choices evaluate both branches. */
    private static final int DEEPEST = 8;

    /** The scope of one branch of {@code choice}, which itself stands here. */
    Scope enter(Select choice, boolean taken) {
        return isDeepest() ? this : new Scope(this, choice, taken, depth + 1);
    }

    /** Whether choices in this scope open no scopes of their own any more. */
    boolean isDeepest() {
        return depth == DEEPEST;
    }

    /** The innermost scope that contains both. */
    Scope meet(Scope other) {
        Scope a = this;
        Scope b = other;
        while (!a.equals(b)) {
            if (a.depth >= b.depth) {
                a = a.parent;
            } else {
                b = b.parent;
            }
        }
        return a;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scope scope && select == scope.select && branch == scope.branch;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(select) * 2 + (branch ? 1 : 0);
    }
}
