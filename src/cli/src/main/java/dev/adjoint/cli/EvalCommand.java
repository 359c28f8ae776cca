package dev.adjoint.cli;

import dev.adjoint.cli.files.JsonText;
import dev.adjoint.cli.files.Slice;
import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adjoint eval}: computes loss, outputs and gradients at a point. */
@Command(
        name = "eval",
        description = "Compute loss, outputs, metrics and gradients for given data and parameters.",
        footer = {
            "",
            "With --format json: {\"loss\": v, \"outputs\": {name: v}, \"metrics\": {name: v},",
            "\"gradients\": {name: v}}, without metrics if the model has none,",
            "where v is a number or nested arrays at full precision. Numbers that are not",
            "finite become the strings \"NaN\", \"Infinity\" and \"-Infinity\".",
            "",
            "Example:",
            "  adjoint eval model.nn --data data.csv --wrt w,x --format json"
        })
final class EvalCommand extends ModelCommand {
    private enum Format {
        TEXT,
        JSON
    }

    @Mixin
    private DataOption data;

    @Mixin
    private ParametersOption parameters;

    @Option(
            names = "--wrt",
            paramLabel = "NAMES",
            split = ",",
            description = "Gradients with respect to what, separated by commas: parameters, inputs or targets"
                    + " (default: every trained parameter).")
    private List<String> wrt;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Override
    void run() {
        Adjoint.warmUp();
        CompiledModel compiled = compile();
        Signature signature = compiled.signature();
        List<String> names = wrt == null ? Trainable.names(signature) : wrt;
        names.forEach(name -> requireDifferentiable(name, signature));
        Map<String, Tensor> samples = data.read(signature, true);
        Model model = compiled.load(
                names.stream().filter(n -> signature.parameter(n).isEmpty()).toList());
        parameters.fill(model.parameters(), Seed.of(compiled));
        model.bind(samples);
        double loss = model.forward();
        RealArray gradient = RealArray.allocate(signature.precision(), signature.trainableCount());
        model.backward(gradient);

        Map<String, Tensor> outputs = Outputs.of(model);
        Map<String, Tensor> metrics = Outputs.metrics(model);
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (String name : names) {
            Optional<Signature.Parameter> parameter = signature.parameter(name);
            gradients.put(
                    name, parameter.isPresent() ? Slice.of(parameter.get(), gradient) : model.inputGradient(name));
        }
        if (format == Format.JSON) {
            out().println(json(loss, outputs, metrics, gradients, signature.precision()));
        } else {
            printText(loss, outputs, metrics, gradients);
        }
    }

    private void requireDifferentiable(String name, Signature signature) {
        Optional<Signature.Parameter> parameter = signature.parameter(name);
        if (parameter.isPresent() && parameter.get().frozen()) {
            throw usage("Invalid value for option '--wrt': parameter '" + name + "' is frozen and has no gradient");
        }
        Optional<Signature.Value> value = Stream.concat(signature.inputs().stream(), signature.targets().stream())
                .filter(v -> v.name().equals(name))
                .findFirst();
        if (parameter.isEmpty() && value.isEmpty()) {
            throw usage("Invalid value for option '--wrt': there is no parameter, input or target '" + name + "'");
        }
        if (value.isPresent() && !value.get().kind().isReal()) {
            throw usage("Invalid value for option '--wrt': '" + name + "' holds no real numbers and has no gradient");
        }
    }

    private static String json(
            double loss,
            Map<String, Tensor> outputs,
            Map<String, Tensor> metrics,
            Map<String, Tensor> gradients,
            Precision precision) {
        String ofMetrics = metrics.isEmpty() ? "" : ", \"metrics\": " + JsonText.of(metrics);
        return "{\"loss\": " + JsonText.number(loss, precision) + ", \"outputs\": " + JsonText.of(outputs) + ofMetrics
                + ", \"gradients\": " + JsonText.of(gradients) + "}";
    }

    private void printText(
            double loss, Map<String, Tensor> outputs, Map<String, Tensor> metrics, Map<String, Tensor> gradients) {
        TextTable table = new TextTable();
        table.row("loss", Numbers.brief(loss));
        outputs.forEach((name, value) -> table.row(name, Numbers.brief(value)));
        metrics.forEach((name, value) -> table.row(name, Numbers.brief(value)));
        gradients.forEach((name, value) -> table.row("d loss / d " + name, Numbers.brief(value)));
        table.print(out());
    }
}
