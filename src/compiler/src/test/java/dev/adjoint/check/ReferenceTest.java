package dev.adjoint.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The language reference says what is so: its programs compile, and its lists are complete. */
class ReferenceTest {
    private static final String TEXT = read();

    static final List<String> BUILTINS = Builtins.names();

    @ParameterizedTest
    @MethodSource
    void programsCompile(String program) {
        Compilation compilation = Compilation.of(program);
        assertThat(compilation.diagnostics().render()).isEmpty();
    }

    static Stream<String> programsCompile() {
        return Pattern.compile("^```nn\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(TEXT)
                .results()
                .map(block -> block.group(1));
    }

    @Test
    void listsEveryDiagnostic() {
        String section = TEXT.substring(TEXT.indexOf("## Diagnostics"));
        assertThat(firstCells(section, "[a-z0-9-]+"))
                .containsExactlyElementsOf(Arrays.stream(DiagnosticCode.values())
                        .map(DiagnosticCode::id)
                        .toList());
    }

    @Test
    void listsEveryFunctionOfThePrelude() {
        String section = TEXT.substring(TEXT.indexOf("### The prelude"), TEXT.indexOf("### Derivatives"));
        assertThat(firstCells(section, "[^`]+"))
                .containsExactlyElementsOf(Prelude.FILE.functions().stream()
                        .map(ReferenceTest::signature)
                        .toList());
    }

    @ParameterizedTest
    @FieldSource("BUILTINS")
    void namesEveryBuiltin(String name) {
        String section = TEXT.substring(TEXT.indexOf("### Builtin functions"), TEXT.indexOf("### Functions"));
        assertThat(section).containsPattern("`" + name + "[`(\\[]");
    }

    /** As it is written. */
    private static String signature(Ast.Function function) {
        String text = function.span().text();
        int start = function.name().span().start() - function.span().start();
        Ast.Formal last = function.parameters().get(function.parameters().size() - 1);
        int end = text.indexOf(')', last.span().end() - function.span().start());
        return text.substring(start, end + 1);
    }

    private static List<String> firstCells(String section, String content) {
        return Pattern.compile("^\\| `(" + content + ")` \\|", Pattern.MULTILINE)
                .matcher(section)
                .results()
                .map((MatchResult cell) -> cell.group(1).replace("\\|", "|"))
                .toList();
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("adjoint.root"), "grammar", "README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
