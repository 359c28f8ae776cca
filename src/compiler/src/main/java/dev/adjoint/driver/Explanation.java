package dev.adjoint.driver;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import dev.adjoint.grad.Tangent;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.print.ChainRule;
import dev.adjoint.print.Formulas;
import dev.adjoint.print.Notation;
import dev.adjoint.rewrite.Simplify;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The chain rule from a loss to one scalar variable.
 *
 * <p>The way is cut into steps as one would by hand: at values the model names, at functions and their arguments, and at
 * reductions inside larger expressions. In each step's formula the next ones stand as variables, so that its local
 * derivatives are the ordinary ones of a small formula.
 */
final class Explanation {
    /** Formulas of single steps are short; beyond that many characters, inner parts are left out. */
    private static final int WIDTH = 300;

    private final ModelDag model;
    private final Dag dag;
    private final Variable variable;
    private final Set<Node> onPath = new HashSet<>();
    /** From the variable up to the loss. */
    private final Map<Node, Variable> steps = new LinkedHashMap<>();

    private Explanation(ModelDag model, Variable variable) {
        this.model = model;
        this.dag = model.dag();
        this.variable = variable;
    }

    /**
     * @param model simplified
     * @throws QuestionException if the variable has axes or the loss does not depend on it
     */
    static ChainRule of(ModelDag model, Variable variable, Point point) {
        if (!variable.shape().isScalar()) {
            throw new QuestionException(hasAxes(model, variable));
        }
        Explanation explanation = new Explanation(model, variable);
        explanation.cut();
        return explanation.filled(point);
    }

    private static String hasAxes(ModelDag model, Variable variable) {
        String axes = variable.shape().axes().stream()
                .map(axis -> axis.dim().name())
                .collect(Collectors.joining(", ", "[", "]"));
        List<String> others = Passes.variables(model).stream()
                .filter(other -> other.role() == Role.PARAMETER && other.shape().isScalar())
                .map(Variable::name)
                .toList();
        String numbers = others.isEmpty() ? "" : " (here " + String.join(", ", others) + ")";
        return "'" + variable.name() + "' has the axes " + axes + ", and the chain rule is explained for single numbers"
                + numbers + "; 'adjoint derive --wrt " + variable.name() + "' gives the formula of its derivative";
    }

    private void cut() {
        List<Node> order = Reachable.from(model.loss());
        onPath.add(variable);
        for (Node node : order) {
            if (node.operands().stream().anyMatch(onPath::contains)) {
                onPath.add(node);
            }
        }
        if (!onPath.contains(model.loss())) {
            throw new QuestionException("the loss does not depend on '" + variable.name() + "'");
        }
        Set<Node> ends = stepNodes(order);
        Names names = new Names(model);
        for (Node node : order) {
            if (ends.contains(node)) {
                steps.put(node, dag.variable(Role.INPUT, names.of(node), node.shape()));
            }
        }
    }

    private Set<Node> stepNodes(List<Node> order) {
        Set<Node> ends = new HashSet<>(model.named().values());
        for (Node node : order) {
            if (onPath.contains(node) && isFunction(node)) {
                ends.add(node);
                node.operands().stream().filter(Passes::isRealOperation).forEach(ends::add);
            }
            if (!node.shape().isScalar()) {
                node.operands().stream().filter(Reduce.class::isInstance).forEach(ends::add);
            }
            if (node instanceof Reduce reduce && !node.shape().isScalar()) {
                ends.add(node);
                ends.add(reduce.body());
            }
        }
        ends.removeIf(node -> !onPath.contains(node) || !Passes.isRealOperation(node));
        ends.add(model.loss());
        return ends;
    }

    private static boolean isFunction(Node node) {
        return node instanceof Select
                || node instanceof Apply apply && apply.primitive().isFunction();
    }

    private ChainRule filled(Point point) {
        Map<Node, Node> adjoints = Gradient.of(dag, model.loss(), withVariable());
        Interpreter values = point.interpreter();
        Map<String, double[]> proxies = new HashMap<>();
        steps.forEach((node, proxy) -> proxies.put(proxy.name(), values.evaluate(node)));
        Interpreter inSteps = point.with(proxies).interpreter();

        List<ChainRule.Step> rows = new ArrayList<>();
        steps.forEach((node, proxy) -> rows.add(new ChainRule.Step(
                proxy.name(),
                formula(written(node)),
                node.shape().axes().stream().map(Axis::name).toList(),
                locals(node, inSteps, values.evaluate(adjoints.get(node), node.shape())),
                values.evaluate(node),
                values.evaluate(adjoints.get(node), node.shape()),
                dag.origins(node).stream().findFirst())));
        Collections.reverse(rows);
        return new ChainRule(rows, variable.name(), values.evaluate(adjoints.get(variable))[0]);
    }

    private List<Node> withVariable() {
        List<Node> all = new ArrayList<>(steps.keySet());
        all.add(variable);
        return all;
    }

    /** The step's formula with the next steps as variables. */
    private Node written(Node step) {
        Map<Node, Node> made = new HashMap<>();
        for (Node node : Reachable.from(step)) {
            List<Node> operands = node.operands().stream()
                    .map(operand -> steps.containsKey(operand) ? steps.get(operand) : made.get(operand))
                    .toList();
            made.put(node, dag.with(node, operands));
        }
        return made.get(step);
    }

    private List<ChainRule.Local> locals(Node step, Interpreter inSteps, double[] adjoint) {
        Node formula = written(step);
        List<ChainRule.Local> locals = new ArrayList<>();
        List<Variable> operands = new ArrayList<>(steps.values());
        operands.add(variable);
        Collections.reverse(operands);
        for (Variable operand : operands) {
            if (Reachable.from(formula).contains(operand)) {
                Node local = local(formula, operand);
                Shape shape = formula.shape().rank() >= operand.shape().rank() ? formula.shape() : operand.shape();
                double[] values = masked(inSteps.evaluate(local, shape), adjoint);
                locals.add(new ChainRule.Local(operand.name(), formula(local), values));
            }
        }
        return locals;
    }

    /** Where a branch is not taken, its derivative counts for nothing, also where it is infinite or NaN. */
    private static double[] masked(double[] local, double[] adjoint) {
        double[] masked = local.clone();
        for (int i = 0; i < masked.length && masked.length == adjoint.length; i++) {
            if (adjoint[i] == 0 && !Double.isFinite(masked[i])) {
                masked[i] = 0;
            }
        }
        return masked;
    }

    /** Of each element by each, along the axes they share; cuts at reductions see to it that others do not matter. */
    private Node local(Node formula, Variable operand) {
        boolean spreads = formula.shape().containsAll(operand.shape().axes());
        Node derivative = spreads && !formula.shape().isScalar()
                ? Tangent.of(dag, formula, Map.of(operand, dag.constant(1)))
                : Gradient.of(dag, summed(formula), List.of(operand)).get(operand);
        return Simplify.of(dag, List.of(derivative)).get(derivative);
    }

    private Node summed(Node formula) {
        return formula.shape().isScalar()
                ? formula
                : dag.reduce(Reduction.SUM, formula.shape().axes(), formula);
    }

    private static String formula(Node node) {
        return new Formulas(Map.of()).line(node, WIDTH, Notation.TEXT);
    }

    /** The model's names, {@code loss}, and {@code u1, u2, ...} for the rest. */
    private static final class Names {
        private final Map<Node, String> own = new HashMap<>();
        private final Set<String> taken = new HashSet<>();
        private int next = 1;

        Names(ModelDag model) {
            Passes.variables(model).forEach(v -> taken.add(v.name()));
            model.named().forEach((name, node) -> {
                own.putIfAbsent(node, name);
                taken.add(name);
            });
            own.putIfAbsent(model.loss(), CompiledModel.LOSS);
        }

        String of(Node node) {
            String name = own.get(node);
            while (name == null) {
                String candidate = "u" + next++;
                name = taken.add(candidate) ? candidate : null;
            }
            return name;
        }
    }
}
