package dev.adjoint.cli;

import dev.adjoint.cli.files.JsonText;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.driver.Derivation;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adjoint derive}: prints derivatives as formulas. */
@Command(
        name = "derive",
        description = "Print derivatives as formulas.",
        footer = {
            "",
            "Examples:",
            "  adjoint derive model.nn",
            "  adjoint derive model.nn --of yhat --wrt x --order 2 --format latex"
        })
final class DeriveCommand extends ModelCommand {
    private enum Format {
        TEXT,
        UNICODE,
        LATEX,
        JSON
    }

    @Option(
            names = "--of",
            paramLabel = "NAME",
            defaultValue = "loss",
            description = "What to differentiate: loss, an output or a let (default: ${DEFAULT-VALUE}).")
    private String of;

    @Option(
            names = "--wrt",
            paramLabel = "NAMES",
            split = ",",
            description = "Parameters, inputs or targets, separated by commas (default: every trained parameter).")
    private List<String> wrt;

    @Option(
            names = "--order",
            paramLabel = "1|2",
            defaultValue = "1",
            description = "First or second derivative (default: ${DEFAULT-VALUE}).")
    private int order;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, unicode, latex or json (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Override
    void run() {
        if (order != 1 && order != 2) {
            throw usage("Invalid value for option '--order': " + order + " is neither 1 nor 2");
        }
        CompiledModel model = compile();
        List<String> names = wrt == null ? Trainable.names(model.signature()) : wrt;
        if (names.isEmpty()) {
            throw usage("the model has no parameter to train: say with --wrt what to differentiate by");
        }
        Derivation derivation = model.derive(of, names, order);
        String text = switch (format) {
            case TEXT -> derivation.text();
            case UNICODE -> derivation.unicode();
            case LATEX -> derivation.latex();
            case JSON -> json(derivation);
        };
        out().print(text.endsWith("\n") ? text : text + "\n");
    }

    private static String json(Derivation derivation) {
        return "{\"formulas\": " + json(derivation.formulas()) + ", \"where\": " + json(derivation.where()) + "}\n";
    }

    private static String json(List<Derivation.Definition> definitions) {
        return definitions.stream()
                .map(d -> "{\"name\": " + JsonText.quote(d.name()) + ", \"formula\": " + JsonText.quote(d.formula())
                        + "}")
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
