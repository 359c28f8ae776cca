package dev.adjoint.cli;

import dev.adjoint.runtime.TrainSettings;
import dev.adjoint.runtime.TrainSettings.OptimizerSettings;
import dev.adjoint.runtime.train.Optimizers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to train: options that override what a model's {@code train} block says. */
final class TrainingOptions {
    /** Used where neither the model nor the user says anything; Adam needs little tuning. */
    private static final OptimizerSettings DEFAULT_OPTIMIZER = new OptimizerSettings("adam", Map.of());

    private static final int DEFAULT_EPOCHS = 1000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the data (default: " + DEFAULT_EPOCHS + ").")
    private Integer epochs;

    @Option(names = "--batch", paramLabel = "B", description = "Samples in a mini-batch (default: all at once).")
    private Integer batch;

    @Option(
            names = "--optimizer",
            paramLabel = "O",
            description = "sgd, momentum, nesterov, rmsprop, adam or adamw (default: adam).")
    private String optimizer;

    @Option(names = "--learning-rate", paramLabel = "R", description = "Step size (default: depends on the optimizer).")
    private Double learningRate;

    @Option(names = "--seed", paramLabel = "S", description = "Of random initial values and shuffling (default: 0).")
    private Long seed;

    @Option(
            names = "--until-gradient",
            paramLabel = "EPS",
            description = "Stop when the gradient's Euclidean norm falls below this.")
    private Double untilGradient;

    /** @throws ParameterException if a value makes no sense */
    void validate() {
        require(epochs == null || epochs >= 0, "--epochs", epochs, "at least 0");
        require(batch == null || batch >= 1, "--batch", batch, "at least 1");
        require(
                learningRate == null || learningRate > 0 && Double.isFinite(learningRate),
                "--learning-rate",
                learningRate,
                "above 0");
        require(untilGradient == null || untilGradient >= 0, "--until-gradient", untilGradient, "at least 0");
        String known = String.join(", ", Optimizers.names());
        require(
                optimizer == null || Optimizers.names().contains(optimizer),
                "--optimizer",
                optimizer,
                "one of " + known);
    }

    /** These options, the block's entries where there are none, and defaults for the rest; the data file is the block's. */
    TrainSettings over(TrainSettings block) {
        return new TrainSettings(
                block.data(),
                Optional.of(optimizer(block.optimizer().orElse(DEFAULT_OPTIMIZER))),
                OptionalInt.of(epochs == null ? block.epochs().orElse(DEFAULT_EPOCHS) : epochs),
                batch == null ? block.batch() : OptionalInt.of(batch),
                OptionalLong.of(seed == null ? block.seed().orElse(Seed.DEFAULT) : seed),
                untilGradient == null ? block.untilGradient() : OptionalDouble.of(untilGradient));
    }

    /** Another optimizer than the block's starts from its own defaults: arguments do not carry over. */
    private OptimizerSettings optimizer(OptimizerSettings block) {
        boolean same = optimizer == null || optimizer.equals(block.name());
        Map<String, Double> arguments = new HashMap<>(same ? block.arguments() : Map.of());
        if (learningRate != null) {
            arguments.put("learning_rate", learningRate);
        }
        return new OptimizerSettings(same ? block.name() : optimizer, arguments);
    }

    private void require(boolean sensible, String option, Object value, String expected) {
        if (!sensible) {
            throw new ParameterException(
                    command.commandLine(),
                    "Invalid value for option '" + option + "': must be " + expected + " but was '" + value + "'");
        }
    }
}
