package dev.adjoint.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.Analysis;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The values that {@code generate.py} computed, and the models they belong to. */
final class Oracle {
    static final Path ROOT = Path.of(System.getProperty("adjoint.root"));
    static final Path FOLDER = ROOT.resolve("src/compiler/src/test/resources/oracle");

    private Oracle() {}

    static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CompiledModel compile(String name, String text) {
        Analysis analysis = Adjoint.analyse(new SourceFile(name, text));
        assertThat(analysis.ok()).as("%s: %s", text, analysis.diagnostics()).isTrue();
        return analysis.model().orElseThrow();
    }
}
