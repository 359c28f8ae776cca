package dev.adjoint.source;

/** Placeholder of the real record, which the front end brings. */
public record Diagnostic(String code, Span span, boolean isError, String message, String hint) {
    /** As shown to the user, several lines. */
    public String render() {
        return span + ": " + code + ": " + message;
    }
}
