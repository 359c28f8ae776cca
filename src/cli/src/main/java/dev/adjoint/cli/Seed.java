package dev.adjoint.cli;

import dev.adjoint.driver.CompiledModel;

/** Which random numbers a run sees unless told otherwise. */
final class Seed {
    /** Any fixed number does: the same command shall give the same result. */
    static final long DEFAULT = 0;

    private Seed() {}

    /** What the model's {@code train} block says, or the default. */
    static long of(CompiledModel model) {
        return model.trainSettings().seed().orElse(DEFAULT);
    }
}
