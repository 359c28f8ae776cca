package dev.adjoint.maven;

import java.nio.file.Path;
import java.util.List;

/**
 * What one run of a {@link Generation} found and did.
 *
 * @param models how many model files there are, libraries included
 * @param analysed those that were not up to date
 * @param problems of the analysed files
 * @param changed generated files that were written or deleted
 * @param failed whether the problems forbid to go on; nothing was written then
 */
record Outcome(int models, List<Path> analysed, List<Problem> problems, List<Path> changed, boolean failed) {
    Outcome {
        analysed = List.copyOf(analysed);
        problems = List.copyOf(problems);
        changed = List.copyOf(changed);
    }
}
