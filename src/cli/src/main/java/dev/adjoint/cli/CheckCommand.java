package dev.adjoint.cli;

import dev.adjoint.driver.Analysis;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adjoint check}: says whether models are valid. */
@Command(
        name = "check",
        description = "Say whether model files are valid, and what is wrong with them.",
        footer = {"", "Example:", "  adjoint check src/main/nn/*.nn"})
final class CheckCommand extends Subcommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Model files.")
    private List<Path> files;

    @Mixin
    private AdditionsOption additions;

    @Override
    void run() {
        int invalid = 0;
        for (Path file : files) {
            Analysis analysis = analyse(file, additions);
            out().println(Verdict.of(file, analysis));
            invalid += analysis.ok() ? 0 : 1;
        }
        if (invalid > 0) {
            throw new RunFailure(invalid + " of " + files.size() + (files.size() == 1 ? " file" : " files")
                    + (invalid == 1 ? " is" : " are") + " not valid");
        }
    }
}
