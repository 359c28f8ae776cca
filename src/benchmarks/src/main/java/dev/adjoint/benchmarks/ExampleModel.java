package dev.adjoint.benchmarks;

import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.Analysis;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.source.Diagnostic;
import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The text of a model, as it stands in a file. */
final class ExampleModel {
    private ExampleModel() {}

    /** @param path below {@code examples/} */
    static SourceFile read(String path) {
        try (InputStream stream = ExampleModel.class.getResourceAsStream("/examples/" + path)) {
            if (stream == null) {
                throw new IllegalArgumentException("no example " + path);
            }
            return new SourceFile(path, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException if it has errors: nothing of it could be measured */
    static CompiledModel compile(SourceFile text) {
        Analysis analysis = Adjoint.analyse(text);
        return analysis.model()
                .orElseThrow(() -> new IllegalStateException(
                        analysis.diagnostics().stream().map(Diagnostic::render).collect(Collectors.joining())));
    }
}
