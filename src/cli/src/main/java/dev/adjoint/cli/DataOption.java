package dev.adjoint.cli;

import dev.adjoint.cli.files.DataFile;
import dev.adjoint.cli.files.Samples;
import dev.adjoint.cli.files.TextFile;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --data}: where samples come from. */
final class DataOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "D",
            description = {
                "Samples: a .csv file with a column for each input and target, or a .json file as in"
                        + " {\"x\": [1, 2], \"y\": [3, 4]}; - reads either from standard input."
            })
    private String data;

    boolean isGiven() {
        return data != null;
    }

    /**
     * Reads what the option says. A model without inputs and targets needs no data.
     *
     * @param withTargets whether targets are needed
     */
    Map<String, Tensor> read(Signature signature, boolean withTargets) {
        if (data != null) {
            return Samples.read(List.of(source()), signature, withTargets);
        }
        String needed = Stream.concat(
                        signature.inputs().stream(), withTargets ? signature.targets().stream() : Stream.empty())
                .map(Signature.Value::name)
                .collect(Collectors.joining(", "));
        if (!needed.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "Missing required option: '--data=D' with values of " + needed);
        }
        return Map.of();
    }

    /** Reads inputs and targets from what the option says, or else from {@code other}. */
    Map<String, Tensor> read(Signature signature, Optional<Path> other) {
        return data == null && other.isPresent()
                ? Samples.read(List.of(DataFile.of(other.get())), signature, true)
                : read(signature, true);
    }

    private DataFile source() {
        return data.equals("-")
                ? DataFile.of(TextFile.read("<standard input>", System.in))
                : DataFile.of(Path.of(data));
    }
}
