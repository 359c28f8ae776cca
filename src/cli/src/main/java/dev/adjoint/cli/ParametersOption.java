package dev.adjoint.cli;

import dev.adjoint.cli.files.ParameterFile;
import dev.adjoint.runtime.Parameters;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --parameters}: which values parameters have. */
final class ParametersOption {
    @Option(
            names = "--parameters",
            paramLabel = "P",
            description = "Parameter values: a .json file as in {\"w\": 1.0}, or a .safetensors file; others have their"
                    + " initial values.")
    private Path file;

    /**
     * Sets all parameters: to what the file says, others to their initial values.
     *
     * @param seed of random initial values
     */
    void fill(Parameters parameters, long seed) {
        parameters.initialise(seed);
        if (file == null) {
            ParameterFile.requireInitialValues(parameters.signature());
        } else {
            ParameterFile.read(file, parameters);
        }
    }
}
