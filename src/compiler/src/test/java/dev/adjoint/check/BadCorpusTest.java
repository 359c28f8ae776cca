package dev.adjoint.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.lower.Lowering;
import dev.adjoint.source.Diagnostic;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs with mistakes. {@code // expect-error CODE ...} at the end of a line demands diagnostics, warnings included, on
 * that line; {@code // expect-error-below CODE ...} on a line of its own, on the next. Marks in imported files count. What
 * is not marked must not be reported.
 */
class BadCorpusTest {
    private static final Pattern MARK = Pattern.compile("// expect-error(-below)? ([a-z0-9 -]+)$", Pattern.MULTILINE);

    /** Codes that later stages report, or readers of other files. */
    private static final Set<DiagnosticCode> REPORTED_ELSEWHERE =
            EnumSet.range(DiagnosticCode.DUPLICATE_COLUMN, DiagnosticCode.WRONG_SIZE);

    static {
        REPORTED_ELSEWHERE.add(DiagnosticCode.UNREADABLE_FILE);
        REPORTED_ELSEWHERE.add(DiagnosticCode.NOT_DIFFERENTIABLE);
        REPORTED_ELSEWHERE.add(DiagnosticCode.TOO_MANY_VALUES);
    }

    @ParameterizedTest
    @MethodSource
    void reportsWhatIsMarkedAndNothingElse(Path file) {
        Compilation compilation = lowered(file);
        List<String> expected = compilation.files().stream()
                .flatMap(BadCorpusTest::marks)
                .sorted()
                .toList();
        List<String> found = compilation.diagnostics().sorted().stream()
                .map(BadCorpusTest::mark)
                .sorted()
                .toList();
        assertThat(expected).isNotEmpty();
        assertThat(found).as(compilation.diagnostics().render()).isEqualTo(expected);
    }

    static Stream<Path> reportsWhatIsMarkedAndNothingElse() {
        return Compilation.corpus("bad");
    }

    @Test
    void hasAProgramForEveryCodeOfParserAndChecker() {
        Set<DiagnosticCode> found = Compilation.corpus("bad")
                .flatMap(file -> lowered(file).diagnostics().sorted().stream())
                .map(Diagnostic::code)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsExactlyElementsOf(EnumSet.complementOf(EnumSet.copyOf(REPORTED_ELSEWHERE)));
    }

    private static Compilation lowered(Path file) {
        Compilation compilation = Compilation.of(file);
        compilation.model().ifPresent(model -> Lowering.lower(model, compilation.diagnostics()));
        return compilation;
    }

    private static Stream<String> marks(SourceFile file) {
        Matcher mark = MARK.matcher(file.text().replace("\r", ""));
        return mark.results().flatMap(m -> {
            int line = file.lineOf(m.start()) + (m.group(1) == null ? 0 : 1);
            return Arrays.stream(m.group(2).strip().split(" ")).map(code -> file.name() + ":" + line + " " + code);
        });
    }

    private static String mark(Diagnostic diagnostic) {
        return diagnostic.span().file().name() + ":" + diagnostic.span().line() + " "
                + diagnostic.code().id();
    }
}
