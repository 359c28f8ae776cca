package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Variable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a training step computes where that is something else than loss and gradient of the model that is evaluated: with
 * random numbers, or with state from step to step.
 *
 * @param loss a scalar
 * @param gradients of this loss, for the variables whose gradients are wanted of the model
 * @param updates what parameters that keep state are after the step
 */
public record TrainingStep(Node loss, Map<Variable, Node> gradients, Map<Variable, Node> updates) {
    public TrainingStep {
        Objects.requireNonNull(loss);
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
        updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    }
}
