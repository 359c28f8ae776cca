package dev.adjoint.driver;

import dev.adjoint.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What the compiler found in a model file.
 *
 * @param diagnostics errors and warnings, by position
 * @param model the model; empty if there are errors, or if the file is a library without a model
 */
public record Analysis(List<Diagnostic> diagnostics, Optional<CompiledModel> model) {
    public Analysis {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether there are no errors; there may be warnings. */
    public boolean ok() {
        return diagnostics.stream().noneMatch(Diagnostic::isError);
    }
}
