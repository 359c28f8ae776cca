package dev.adjoint.cli;

import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.driver.GradientCheck;
import dev.adjoint.driver.QuestionException;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adjoint gradcheck}: holds the generated gradient against numerical ones. */
@Command(
        name = "gradcheck",
        description = "Compare the generated gradient with finite differences and with the dot-product test.",
        footer = {
            "",
            "What stands in stop_gradient is held fixed in the differences.",
            "",
            "Without --data, every input and target is drawn at random; dims without a size get "
                    + RandomSamples.SAMPLES + ".",
            "",
            "Example:",
            "  adjoint gradcheck model.nn --seed 7"
        })
final class GradcheckCommand extends ModelCommand {
    @Mixin
    private DataOption data;

    @Mixin
    private ParametersOption parameters;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Of random data and initial values (default: what the train block says, or 0).")
    private Long seed;

    @Override
    void run() {
        Adjoint.warmUp();
        CompiledModel compiled = compile();
        long chosen = seed == null ? Seed.of(compiled) : seed;
        Model model = compiled.load(List.of());
        parameters.fill(model.parameters(), chosen);
        RealArray flat = model.parameters().flat();
        Map<String, Tensor> samples =
                data.isGiven() ? data.read(compiled.signature(), true) : randomSamples(compiled, flat, chosen);
        GradientCheck check = check(compiled, samples, flat, chosen);
        print(check);
        if (!check.ok()) {
            throw new RunFailure("the gradient disagrees with its numerical check");
        }
    }

    /** A model that cannot be checked is no mistake in the command. */
    private static GradientCheck check(CompiledModel compiled, Map<String, Tensor> samples, RealArray flat, long seed) {
        try {
            return compiled.checkGradient(samples, flat, seed);
        } catch (QuestionException cannotTell) {
            throw new RunFailure(cannotTell.getMessage());
        }
    }

    /** Normal numbers first, as they cover both signs; positive ones for models with logarithms and the like. */
    private static Map<String, Tensor> randomSamples(CompiledModel compiled, RealArray flat, long seed) {
        RandomSamples random = new RandomSamples(compiled.signature(), seed);
        Map<String, Tensor> normal = random.normal();
        if (compiled.firstNonFinite(normal, flat).isEmpty()) {
            return normal;
        }
        Map<String, Tensor> positive = random.positive();
        if (compiled.firstNonFinite(positive, flat).isEmpty()) {
            return positive;
        }
        throw new RunFailure("the loss is not finite at random data: give samples with --data");
    }

    private void print(GradientCheck check) {
        if (check.entries().isEmpty()) {
            out().println("the model has no trained parameter: there is no gradient to check");
            out().flush();
            return;
        }
        TextTable table = new TextTable();
        table.row("element", "gradient", "finite difference", "difference", "tolerance", "");
        for (GradientCheck.Entry entry : check.entries()) {
            table.row(
                    entry.name(),
                    Numbers.brief(entry.symbolic()),
                    Numbers.brief(entry.numeric()),
                    Numbers.rough(entry.symbolic() - entry.numeric()),
                    Numbers.rough(entry.tolerance()),
                    entry.ok() ? "ok" : "WRONG");
        }
        table.print(out());
        out().println("dot-product test: relative error " + Numbers.rough(check.dotProductError()));
        out().println(check.ok() ? "the gradient is right" : "the gradient is wrong");
        out().flush();
    }
}
