package dev.adjoint.cli;

import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.Analysis;
import dev.adjoint.driver.CompiledModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all subcommands share: where to print, and how to come by a model. */
abstract class Subcommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text and exit.")
    private boolean help;

    /** Does the work; ends early by {@link RunFailure}, {@code FileFailure} or {@link #usage}. */
    abstract void run();

    @Override
    public final Integer call() {
        run();
        out().flush();
        return ExitCode.OK;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** What to throw when an argument makes no sense. */
    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Analyses a file, with what is added to its model, and shows what is wrong with it. */
    final Analysis analyse(Path file, AdditionsOption additions) {
        Analysis analysis = Adjoint.analyse(file, additions.items());
        new DiagnosticPrinter(err()).print(analysis.diagnostics());
        return analysis;
    }

    /** @throws RunFailure if there is no valid model in the file */
    final CompiledModel compile(Path file, AdditionsOption additions) {
        Analysis analysis = analyse(file, additions);
        if (!analysis.ok()) {
            throw new RunFailure(Verdict.of(file, analysis));
        }
        return analysis.model().orElseThrow(() -> new RunFailure(file + " holds no model, only functions"));
    }
}
