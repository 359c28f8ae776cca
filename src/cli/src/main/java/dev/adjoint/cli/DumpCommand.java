package dev.adjoint.cli;

import dev.adjoint.driver.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adjoint dump}: shows what the compiler makes of a model. */
@Command(
        name = "dump",
        description = "Print one of the forms a model goes through inside the compiler.",
        footer = {"", "Example:", "  adjoint dump model.nn --stage java"})
final class DumpCommand extends ModelCommand {
    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            required = true,
            description = "ast, typed, dag, gradient, program or java.")
    private Stage stage;

    @Override
    void run() {
        String text = compile().dump(stage);
        out().print(text.endsWith("\n") ? text : text + "\n");
    }
}
