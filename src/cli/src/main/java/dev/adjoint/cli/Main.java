package dev.adjoint.cli;

import picocli.CommandLine;

/** Starts the {@code adjoint} command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Plots are drawn without a screen.
        System.setProperty("java.awt.headless", "true");
        CommandLine commandLine = commandLine();
        int status;
        try {
            status = commandLine.execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError e) {
            status = new Failures().reportInternal(e, commandLine);
        }
        System.exit(status);
    }

    static CommandLine commandLine() {
        Failures failures = new Failures();
        return new CommandLine(new AdjointCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }
}
