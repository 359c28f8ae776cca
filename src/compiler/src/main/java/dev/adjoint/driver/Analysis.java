package dev.adjoint.driver;

import dev.adjoint.source.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the compiler found in a model file.
 *
 * @param diagnostics errors and warnings, by position
 * @param model the model; empty if there are errors, or if the file is a library without a model
 * @param sources the file itself and what it imports, directly or not: what the result depends on
 */
public record Analysis(List<Diagnostic> diagnostics, Optional<CompiledModel> model, List<Path> sources) {
    public Analysis {
        diagnostics = List.copyOf(diagnostics);
        sources = List.copyOf(sources);
    }

    /** Whether there are no errors; there may be warnings. */
    public boolean ok() {
        return diagnostics.stream().noneMatch(Diagnostic::isError);
    }
}
