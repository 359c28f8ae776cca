package dev.adjoint.cli;

import dev.adjoint.cli.files.FileFailure;
import dev.adjoint.driver.QuestionException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command early into a message for the user and an exit status. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) {
        if (e instanceof FileFailure failure && !failure.diagnostics().isEmpty()) {
            new DiagnosticPrinter(command.getErr()).print(failure.diagnostics());
            return ExitCode.SOFTWARE;
        }
        if (e instanceof FileFailure || e instanceof RunFailure) {
            command.getErr().println("adjoint: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
        if (e instanceof QuestionException) {
            return reportUsage(command, e.getMessage());
        }
        return reportInternal(e, command);
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        int status = reportUsage(e.getCommandLine(), e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
        return status;
    }

    /** Data or a model that is too large for the heap. */
    int reportMemory(CommandLine command) {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        command.getErr()
                .println("adjoint: not enough memory: " + megabytes
                        + " MB are allowed, JAVA_TOOL_OPTIONS=-Xmx8g would allow 8 GB");
        command.getErr().flush();
        return ExitCode.SOFTWARE;
    }

    /** Something that is no user's fault. */
    int reportInternal(Throwable e, CommandLine command) {
        PrintWriter err = command.getErr();
        AdjointCommand root = (AdjointCommand) rootOf(command).getCommandSpec().userObject();
        if (root.isDebug()) {
            e.printStackTrace(err);
        }
        String cause = e.getMessage() == null
                ? ""
                : ": " + e.getMessage().lines().findFirst().orElse("");
        err.println("adjoint: internal error, please report it (ADJOINT_DEBUG=1 shows more): "
                + e.getClass().getSimpleName() + cause);
        err.flush();
        return ExitCode.SOFTWARE;
    }

    private static int reportUsage(CommandLine command, String message) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + message);
        command.getErr().println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    private static CommandLine rootOf(CommandLine command) {
        return command.getParent() == null ? command : rootOf(command.getParent());
    }
}
