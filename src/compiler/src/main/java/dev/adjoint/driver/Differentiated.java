package dev.adjoint.driver;

import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Variable;
import dev.adjoint.plan.TrainingStep;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model with its gradient, both simplified.
 *
 * @param model the primal
 * @param gradient d loss / d variable, in the order asked for; a node may lack axes of its variable, along which it is
 *     uniform
 * @param step what a training step computes, if that is something else
 * @param adjointNames names such as {@code d_yhat} for the adjoints of values that the model names
 */
record Differentiated(
        ModelDag model, Map<Variable, Node> gradient, Optional<TrainingStep> step, Map<Node, String> adjointNames) {
    Differentiated {
        gradient = Collections.unmodifiableMap(new LinkedHashMap<>(gradient));
        adjointNames = Map.copyOf(adjointNames);
    }

    /** Names of values for printing: the model's own before those of adjoints. */
    Map<Node, String> names() {
        return Passes.names(model, adjointNames);
    }
}
