package dev.adjoint.cli.files;

import dev.adjoint.source.Diagnostic;
import java.util.List;

/** A file that cannot be read, used or written: the user's to mend. */
public final class FileFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Diagnostic> diagnostics;

    FileFailure(String message) {
        super(message);
        this.diagnostics = List.of();
    }

    FileFailure(List<Diagnostic> diagnostics) {
        super(diagnostics.size() + " errors");
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** What is wrong at which places; empty if the message says it all. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
