package dev.adjoint.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a model file's {@code train} block says; whoever trains fills the gaps and may override.
 *
 * @param data a data file, relative to the model file
 * @param optimizer which, and its arguments
 * @param epochs passes over the data
 * @param batch samples in a mini-batch; empty for all at once
 * @param seed of initial values and shuffling
 * @param untilGradient stop when the Euclidean norm of the gradient falls below
 */
public record TrainSettings(
        Optional<String> data,
        Optional<OptimizerSettings> optimizer,
        OptionalInt epochs,
        OptionalInt batch,
        OptionalLong seed,
        OptionalDouble untilGradient) {

    /** Nothing said. */
    public static final TrainSettings NONE = new TrainSettings(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty());

    /**
     * An optimiser by name with named arguments.
     *
     * @param name as in the language: {@code sgd}, {@code adam}, ...
     * @param arguments by name: {@code learning_rate}, ...
     */
    public record OptimizerSettings(String name, Map<String, Double> arguments) {
        public OptimizerSettings {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }
    }
}
