package dev.adjoint.print;

/** How formulas are written. */
public enum Notation {
    /** Expressions of the language itself. */
    TEXT(new TextScript());

    private final Script script;

    Notation(Script script) {
        this.script = script;
    }

    Script script() {
        return script;
    }
}
