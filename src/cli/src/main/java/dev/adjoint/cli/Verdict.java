package dev.adjoint.cli;

import dev.adjoint.driver.Analysis;
import dev.adjoint.source.Severity;
import java.nio.file.Path;

/** One line on what an analysis found: {@code model.nn: ok}, {@code model.nn: 2 errors, 1 warning}. */
final class Verdict {
    private Verdict() {}

    static String of(Path file, Analysis analysis) {
        long warnings = count(analysis, Severity.WARNING);
        String verdict = analysis.ok() ? "ok" : plural(count(analysis, Severity.ERROR), "error");
        return file + ": " + verdict + (warnings == 0 ? "" : ", " + plural(warnings, "warning"));
    }

    private static long count(Analysis analysis, Severity severity) {
        return analysis.diagnostics().stream()
                .filter(d -> d.code().severity() == severity)
                .count();
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
