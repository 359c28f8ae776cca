package dev.adjoint.maven;

import dev.adjoint.source.Diagnostic;
import java.nio.file.Path;

/**
 * Something to tell the user about a model file.
 *
 * @param line counted from 1
 * @param column counted from 1
 * @param message what is wrong, without the place
 * @param text the whole message for a console; starts with {@code file:line:column}
 */
record Problem(Path file, int line, int column, boolean isError, String message, String text) {
    static Problem of(Diagnostic diagnostic) {
        String message = diagnostic.hint().isEmpty()
                ? diagnostic.message()
                : diagnostic.message() + " (" + diagnostic.hint() + ")";
        return new Problem(
                Path.of(diagnostic.span().file().name()),
                diagnostic.span().line(),
                diagnostic.span().column(),
                diagnostic.isError(),
                message,
                diagnostic.render());
    }

    /** An error that concerns a file as a whole. */
    static Problem of(Path file, String message) {
        return new Problem(file, 1, 1, true, message, file + ":1:1: error: " + message + "\n");
    }
}
