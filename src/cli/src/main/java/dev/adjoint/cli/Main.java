package dev.adjoint.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** Starts the {@code adjoint} command. */
public final class Main {
    /** All subcommands, in the order that help lists them. */
    private static final Map<String, Supplier<Object>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("check", CheckCommand::new);
        SUBCOMMANDS.put("derive", DeriveCommand::new);
        SUBCOMMANDS.put("eval", EvalCommand::new);
        SUBCOMMANDS.put("gradcheck", GradcheckCommand::new);
        SUBCOMMANDS.put("explain", ExplainCommand::new);
        SUBCOMMANDS.put("generate", GenerateCommand::new);
        SUBCOMMANDS.put("train", TrainCommand::new);
        SUBCOMMANDS.put("predict", PredictCommand::new);
        SUBCOMMANDS.put("dump", DumpCommand::new);
        SUBCOMMANDS.put("help", HelpCommand::new);
    }

    private Main() {}

    public static void main(String[] arguments) {
        // Plots are drawn without a screen.
        System.setProperty("java.awt.headless", "true");
        CommandLine commandLine = commandLine(arguments)
                .setOut(new PrintWriter(new OutputStreamWriter(System.out, Terminal.charset()), true))
                .setErr(new PrintWriter(new OutputStreamWriter(System.err, Terminal.charset()), true));
        System.exit(execute(commandLine, arguments));
    }

    private static int execute(CommandLine commandLine, String[] arguments) {
        try {
            return commandLine.execute(arguments);
        } catch (OutOfMemoryError e) {
            return new Failures().reportMemory(commandLine);
        } catch (StackOverflowError e) {
            return new Failures().reportInternal(e, commandLine);
        }
    }

    /**
     * The command with the subcommand that {@code arguments} start with, or else with all: reading the annotations of each
     * takes about 10 ms, which a command that starts often should not spend nine times in vain.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new AdjointCommand());
        String first = arguments.length == 0 ? "" : arguments[0];
        if (SUBCOMMANDS.containsKey(first) && !first.equals("help")) {
            commandLine.addSubcommand(first, SUBCOMMANDS.get(first).get());
        } else {
            SUBCOMMANDS.forEach((name, subcommand) -> commandLine.addSubcommand(name, subcommand.get()));
        }
        Failures failures = new Failures();
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }
}
