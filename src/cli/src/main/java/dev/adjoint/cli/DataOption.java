package dev.adjoint.cli;

import dev.adjoint.cli.files.DataFile;
import dev.adjoint.cli.files.Samples;
import dev.adjoint.cli.files.TextFile;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.nio.file.Files;
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
                "Samples: a .csv file with a row for each and a column for each input and target, or x[0], x[1], ..."
                        + " for a vector; a .json file as in {\"x\": [1, 2], \"y\": [3, 4]}; a .npz file with an array for"
                        + " each; - reads CSV or JSON from standard input.",
                "A single value: NAME=FILE.npy. May be given several times."
            })
    private List<String> data = List.of();

    boolean isGiven() {
        return !data.isEmpty();
    }

    /**
     * Reads what the option says. A model without inputs and targets needs no data.
     *
     * @param withTargets whether targets are needed
     */
    Map<String, Tensor> read(Signature signature, boolean withTargets) {
        if (isGiven()) {
            List<DataFile> files =
                    data.stream().map(file -> file(file, signature)).toList();
            return Samples.read(files, signature, withTargets);
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
        return !isGiven() && other.isPresent()
                ? Samples.read(List.of(DataFile.of(other.get())), signature, true)
                : read(signature, true);
    }

    private DataFile file(String written, Signature signature) {
        if (written.equals("-")) {
            return DataFile.of(TextFile.read("<standard input>", System.in));
        }
        int sign = written.indexOf('=');
        Path file = Path.of(written);
        if (sign <= 0 || !DataFile.isArray(file) || Files.exists(file)) {
            return DataFile.of(file);
        }
        String name = written.substring(0, sign);
        boolean isKnown = Stream.concat(signature.inputs().stream(), signature.targets().stream())
                .anyMatch(value -> value.name().equals(name));
        if (!isKnown) {
            throw new ParameterException(
                    command.commandLine(),
                    "Invalid value for option '--data': there is no input or target '" + name + "'");
        }
        return DataFile.of(name, Path.of(written.substring(sign + 1)));
    }
}
