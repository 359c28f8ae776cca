package dev.adjoint.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others: says what there is. */
@Command(
        name = "adjoint",
        description = "Checks, differentiates, trains and runs models written in .nn files.",
        mixinStandardHelpOptions = true,
        versionProvider = AdjointCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  adjoint check model.nn",
            "  adjoint derive model.nn --wrt w,b --format unicode",
            "  adjoint train model.nn --data data.csv --save parameters.json --plot fit.svg",
            "  adjoint predict model.nn --parameters parameters.json --data new.csv",
            "",
            "Exit status: 0 success; 1 invalid model, bad data or failed run; 2 wrong usage.",
            "'adjoint COMMAND --help' tells more."
        })
final class AdjointCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--debug",
            hidden = true,
            scope = ScopeType.INHERIT,
            description = "Show where in the program an internal error happened.")
    private boolean debug;

    /** Whether an internal error shall show its stack trace. */
    boolean isDebug() {
        return debug || System.getenv("ADJOINT_DEBUG") != null;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = AdjointCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "adjoint " + (version == null ? "(development)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
