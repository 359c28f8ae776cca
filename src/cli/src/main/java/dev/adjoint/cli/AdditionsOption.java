package dev.adjoint.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** {@code --with}: items that are added to a model for this command. */
final class AdditionsOption {
    @Option(
            names = "--with",
            paramLabel = "ITEM",
            description = "An item to add to the model, as it would stand in the file, such as"
                    + " \"output J = jacobian(yhat, w)\"; may be given several times.")
    private List<String> items = List.of();

    List<String> items() {
        return items;
    }
}
