package dev.adjoint.cli;

import dev.adjoint.cli.arrays.NpzFile;
import dev.adjoint.cli.files.DataFile;
import dev.adjoint.cli.files.JsonText;
import dev.adjoint.cli.files.ParameterFile;
import dev.adjoint.cli.files.PredictionTable;
import dev.adjoint.cli.files.StagedFiles;
import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adjoint predict}: computes outputs for new inputs. */
@Command(
        name = "predict",
        description = "Compute a model's outputs for new inputs, as CSV.",
        footer = {
            "",
            "Targets are not needed. An output without axes is repeated in every row; one",
            "with further axes takes a column for each element: p[0], p[1], ... or \"t[0,0]\", ...",
            "",
            "Example:",
            "  adjoint predict model.nn --parameters p.json --data new.csv --output y.csv"
        })
final class PredictCommand extends ModelCommand {
    @Mixin
    private DataOption data;

    @Option(
            names = "--parameters",
            paramLabel = "P",
            required = true,
            description = "Parameter values: a .json or .safetensors file as train --save writes it.")
    private Path parameters;

    @Option(
            names = "--output",
            paramLabel = "F",
            description = "File to write: .csv, .json or .npz (default: CSV to standard output).")
    private Path output;

    @Override
    void run() {
        if (output != null) {
            if (DataFile.isArray(output)) {
                throw usage("Invalid value for option '--output': a .npy file cannot name outputs; write .npz");
            }
            StagedFiles.requireWritable(output);
        }
        Adjoint.warmUp();
        CompiledModel compiled = compile();
        Map<String, Tensor> samples = data.read(compiled.signature(), false);
        Model model = compiled.load(List.of());
        model.parameters().initialise(Seed.of(compiled));
        ParameterFile.read(parameters, model.parameters());
        model.bind(samples);
        model.predict();
        Map<String, Tensor> outputs = Outputs.of(model);
        if (output == null) {
            out().print(new PredictionTable(outputs).toCsv());
        } else {
            StagedFiles.write(output, content(outputs));
        }
    }

    private byte[] content(Map<String, Tensor> outputs) {
        String name = output.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npz")) {
            return NpzFile.write(outputs);
        }
        String text = name.endsWith(".json") ? JsonText.of(outputs) + "\n" : new PredictionTable(outputs).toCsv();
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
