package dev.adjoint.print;

/** How formulas are written. */
public enum Notation {
    /** Expressions of the language itself. */
    TEXT(new TextScript()),
    /** For reading in a terminal: {@code 2(ŷ − y)·x}. Not unambiguous to a machine. */
    UNICODE(new UnicodeScript()),
    /** For math mode with amsmath: {@code 2 \, \left(\hat{y} - y\right) \, x}. */
    LATEX(new LatexScript());

    private final Script script;

    Notation(Script script) {
        this.script = script;
    }

    Script script() {
        return script;
    }
}
