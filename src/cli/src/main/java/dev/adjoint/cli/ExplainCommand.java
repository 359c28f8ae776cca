package dev.adjoint.cli;

import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Tensor;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adjoint explain}: the chain rule with numbers. */
@Command(
        name = "explain",
        description = "Print the chain rule from the loss to one parameter that is a single number, step by step, with "
                + "formulas and numbers. The formula for one with axes: derive --wrt.",
        footer = {"", "Example:", "  adjoint explain model.nn --data data.csv --parameters p.json --wrt w"})
final class ExplainCommand extends ModelCommand {
    @Mixin
    private DataOption data;

    @Mixin
    private ParametersOption parameters;

    @Option(names = "--wrt", paramLabel = "NAME", required = true, description = "The parameter, a single number.")
    private String wrt;

    @Override
    void run() {
        Adjoint.warmUp();
        CompiledModel compiled = compile();
        Map<String, Tensor> samples = data.read(compiled.signature(), true);
        Model model = compiled.load(List.of());
        parameters.fill(model.parameters(), Seed.of(compiled));
        String text = compiled.explain(wrt, samples, model.parameters().flat());
        out().print(text.endsWith("\n") ? text : text + "\n");
    }
}
