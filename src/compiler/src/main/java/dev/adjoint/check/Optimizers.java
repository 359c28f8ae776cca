package dev.adjoint.check;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The optimizers a {@code train} block may name, with the arguments each takes. */
final class Optimizers {
    private static final Map<String, Set<String>> ARGUMENTS = new TreeMap<>(Map.of(
            "sgd", Set.of("learning_rate"),
            "momentum", Set.of("learning_rate", "momentum"),
            "nesterov", Set.of("learning_rate", "momentum"),
            "rmsprop", Set.of("learning_rate", "decay", "epsilon"),
            "adam", Set.of("learning_rate", "beta1", "beta2", "epsilon"),
            "adamw", Set.of("learning_rate", "beta1", "beta2", "epsilon", "weight_decay")));

    private Optimizers() {}

    static Set<String> names() {
        return ARGUMENTS.keySet();
    }

    /** The arguments an optimizer takes, or empty if there is no such optimizer. */
    static Optional<Set<String>> arguments(String name) {
        return Optional.ofNullable(ARGUMENTS.get(name));
    }
}
