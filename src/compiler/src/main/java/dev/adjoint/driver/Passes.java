package dev.adjoint.driver;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Substitution;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import dev.adjoint.plan.TrainingStep;
import dev.adjoint.rewrite.Simplify;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The passes from a lowered model to its simplified gradient, in order, and why they stand in that order. */
final class Passes {
    private Passes() {}

    /** The model as it predicts and is evaluated: not training, and without what training steps change. */
    static ModelDag evaluating(ModelDag lowered) {
        return withTraining(lowered, 0).withoutUpdates();
    }

    /** The model as a training step computes it; empty if that is the model as it is evaluated. */
    static Optional<ModelDag> training(ModelDag lowered) {
        boolean depends = Reachable.from(lowered.roots()).contains(lowered.dag().training());
        return depends || !lowered.updates().isEmpty() ? Optional.of(withTraining(lowered, 1)) : Optional.empty();
    }

    private static ModelDag withTraining(ModelDag model, double value) {
        Dag dag = model.dag();
        return model.map(Substitution.in(dag, model.roots(), Map.of(dag.training(), dag.constant(value)))::get);
    }

    /**
     * Before differentiation: the derivative of the stable form is right where that of the written one is not. Of
     * {@code log(1 + exp(x))} it is e^x/(1 + e^x), NaN for large x; of {@code softplus(x)} it is {@code sigmoid(x)}.
     */
    static ModelDag simplify(ModelDag lowered) {
        Map<Node, Node> simple = Simplify.of(lowered.dag(), lowered.roots());
        return lowered.map(simple::get);
    }

    /**
     * Differentiates, then simplifies again: partials come with ones and zeros, with products that collapse, and with new
     * opportunities for stable forms. The primal takes part, so that value and gradient share what they can.
     *
     * @param simple a simplified model
     * @param training the same as a training step computes it, if that is something else
     */
    static Differentiated differentiate(ModelDag simple, Optional<ModelDag> training, List<Variable> wrt) {
        Differentiated evaluated = differentiate(simple, wrt);
        Optional<TrainingStep> step = training.map(model -> {
            Differentiated trained = differentiate(model, wrt);
            return new TrainingStep(
                    trained.model().loss(), trained.gradient(), trained.model().updates());
        });
        return new Differentiated(evaluated.model(), evaluated.gradient(), step, evaluated.adjointNames());
    }

    private static Differentiated differentiate(ModelDag simple, List<Variable> wrt) {
        Set<Node> asked = new LinkedHashSet<>(wrt);
        simple.named().values().stream().filter(Passes::isRealOperation).forEach(asked::add);
        Map<Node, Node> adjoints = Gradient.of(simple.dag(), simple.loss(), asked);

        List<Node> roots = new ArrayList<>(simple.roots());
        wrt.forEach(variable -> roots.add(adjoints.get(variable)));
        Map<Node, Node> simplified = Simplify.of(simple.dag(), roots);

        Map<Variable, Node> gradient = new LinkedHashMap<>();
        wrt.forEach(variable -> gradient.put(variable, simplified.get(adjoints.get(variable))));
        return new Differentiated(
                simple.map(simplified::get), gradient, Optional.empty(), adjointNames(simple, adjoints));
    }

    /** Adjoints of named values, simplified alone: they get their name where the gradient happens to contain them. */
    private static Map<Node, String> adjointNames(ModelDag model, Map<Node, Node> adjoints) {
        Map<Node, String> names = new HashMap<>();
        Map<String, Node> byName = new LinkedHashMap<>();
        model.named().forEach((name, node) -> {
            if (adjoints.containsKey(node) && isRealOperation(adjoints.get(node))) {
                byName.put("d_" + name, adjoints.get(node));
            }
        });
        Map<Node, Node> simplified = Simplify.of(model.dag(), byName.values());
        byName.forEach((name, adjoint) -> names.putIfAbsent(simplified.get(adjoint), name));
        return names;
    }

    static boolean isRealOperation(Node node) {
        return !node.operands().isEmpty() && node.type() == ElementType.REAL;
    }

    /** The parameters that training changes, in declared order. */
    static List<Variable> trainable(ModelDag model) {
        return model.parameters().stream()
                .map(ModelDag.Parameter::variable)
                .filter(variable -> variable.role() == Role.PARAMETER)
                .toList();
    }

    /** Names of nodes for printing: the model's own first. */
    static Map<Node, String> names(ModelDag model, Map<Node, String> others) {
        Map<Node, String> names = new LinkedHashMap<>();
        model.named().forEach((name, node) -> names.putIfAbsent(node, name));
        others.forEach(names::putIfAbsent);
        return names;
    }

    /** All inputs, targets and parameters. */
    static Collection<Variable> variables(ModelDag model) {
        List<Variable> variables = new ArrayList<>();
        model.inputs().forEach(data -> variables.add(data.variable()));
        model.targets().forEach(data -> variables.add(data.variable()));
        model.parameters().forEach(parameter -> variables.add(parameter.variable()));
        return variables;
    }
}
