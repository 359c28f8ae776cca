package dev.adjoint.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.check.Compilation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees. The golden files were read and found good by eye. */
class RenderingTest {
    private static final Path FOLDER = Path.of("src/test/resources/corpus/rendered");

    @ParameterizedTest
    @ValueSource(strings = {"model", "syntax"})
    void isAsInTheGoldenFile(String name) throws IOException {
        SourceFile source = new SourceFile(name + ".nn", Files.readString(FOLDER.resolve(name + ".nn")));
        String rendered = Compilation.of(source).diagnostics().render();
        assertThat(rendered).isEqualTo(Files.readString(FOLDER.resolve(name + ".txt")));
    }

    @Test
    void placesWithoutTextHaveNoExcerpt() {
        Diagnostic diagnostic =
                new Diagnostic(DiagnosticCode.UNKNOWN_PRECISION, new SourceFile("empty", "").span(0, 0), "f16");
        assertThat(diagnostic.render())
                .isEqualTo(
                        "empty:1:1: error[unknown-precision]: there is no precision 'f16'\nhint: write f32 or f64\n");
    }

    @Test
    void hintsWithoutTheirArgumentsAreLeftOut() {
        Span span = new SourceFile("file", "x").span(0, 1);
        assertThat(new Diagnostic(DiagnosticCode.UNKNOWN_DIM, span, "n", "").hint())
                .isEmpty();
        assertThat(new Diagnostic(DiagnosticCode.UNKNOWN_DIM, span, "n").hint()).isEmpty();
        assertThat(new Diagnostic(DiagnosticCode.UNKNOWN_DIM, span, "n", "m").hint())
                .isEqualTo("did you mean 'm'?");
    }

    @Test
    void aFloodIsCut() {
        SourceFile file = new SourceFile("file", "x".repeat(60));
        Diagnostics diagnostics = new Diagnostics();
        for (int i = 59; i >= 0; i--) {
            diagnostics.report(DiagnosticCode.UNKNOWN_NAME, file.span(i, i + 1), "x", "");
            diagnostics.report(DiagnosticCode.UNKNOWN_NAME, file.span(i, i + 1), "again", "");
        }
        assertThat(diagnostics.sorted()).hasSize(60);
        assertThat(diagnostics.render())
                .startsWith("file:1:1: ")
                .contains("file:1:50: ")
                .endsWith("and 10 more\n");
    }
}
