package dev.adjoint.source;

/** How bad a diagnostic is. */
public enum Severity {
    /** The text cannot be used. */
    ERROR("error"),
    /** The text can be used, but probably says something else than its author thinks. */
    WARNING("warning");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** As it appears in a rendered diagnostic. */
    @Override
    public String toString() {
        return word;
    }
}
