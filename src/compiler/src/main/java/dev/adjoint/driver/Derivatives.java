package dev.adjoint.driver;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import dev.adjoint.grad.Jacobian;
import dev.adjoint.grad.Tangent;
import dev.adjoint.print.Reading;
import dev.adjoint.rewrite.Simplify;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * First and second derivatives of any value of a model, as simplified nodes.
 *
 * <p>Of a scalar by anything, the gradient. Of a value with axes, its derivative element by element by a variable that it
 * depends on pointwise, else the Jacobian, with the axes of both.
 */
final class Derivatives {
    private final ModelDag model;
    private final Dag dag;

    /** @param model simplified */
    Derivatives(ModelDag model) {
        this.model = model;
        this.dag = model.dag();
    }

    /**
     * What was asked for, in the form that reads best.
     *
     * @param formulas by label, such as {@code d loss/d w} or {@code d2 loss/d w d b}
     * @param names of the values in them that the model names
     * @param adjoints derivatives by such values, with the names of the values
     */
    record Answer(Map<String, Node> formulas, Map<Node, String> names, Map<Node, String> adjoints) {}

    Answer of(String of, List<Variable> wrt, int order) {
        Node root = of.equals(CompiledModel.LOSS) ? model.loss() : model.named().get(of);
        Map<String, Node> derivatives = order == 1 ? first(of, root, wrt) : second(of, root, wrt);
        Map<String, Node> adjoints = order == 1 && root.shape().isScalar() ? adjoints(root) : Map.of();
        List<Node> roots = new ArrayList<>(derivatives.values());
        roots.addAll(model.roots());
        roots.addAll(adjoints.values());
        Map<Node, Node> simplified = readable(roots);
        derivatives.replaceAll((label, node) -> simplified.get(node));
        Set<Node> shared = shared(derivatives.values());
        Map<Node, String> adjointNames = new LinkedHashMap<>();
        adjoints.forEach((name, node) -> {
            if (shared.contains(simplified.get(node))) {
                adjointNames.putIfAbsent(simplified.get(node), name);
            }
        });
        return new Answer(derivatives, Passes.names(model.map(simplified::get), Map.of()), adjointNames);
    }

    private Map<Node, Node> readable(Collection<Node> roots) {
        Map<Node, Node> simplified = Simplify.forReading(dag, roots);
        Map<Node, Node> read = Reading.of(dag, new LinkedHashSet<>(simplified.values()));
        simplified.replaceAll((root, node) -> read.get(node));
        return simplified;
    }

    /** What the formulas of {@code roots} mention more than once. */
    private static Set<Node> shared(Collection<Node> roots) {
        Set<Node> met = new HashSet<>();
        Set<Node> shared = new HashSet<>();
        List<Node> mentioned = new ArrayList<>(roots);
        Reachable.from(roots).forEach(node -> mentioned.addAll(node.operands()));
        mentioned.stream().filter(node -> !met.add(node)).forEach(shared::add);
        return shared;
    }

    /** The adjoints of the values that the model names, by those names: words in which gradients can be read. */
    private Map<String, Node> adjoints(Node root) {
        Map<String, Node> adjoints = new LinkedHashMap<>();
        Map<Node, Node> gradient = Gradient.of(dag, root, model.named().values());
        model.named().forEach((name, node) -> {
            if (node != root && Passes.isRealOperation(gradient.get(node))) {
                adjoints.put(name, gradient.get(node));
            }
        });
        return adjoints;
    }

    private Map<String, Node> first(String of, Node root, List<Variable> wrt) {
        Map<String, Node> derivatives = new LinkedHashMap<>();
        if (root.shape().isScalar()) {
            Gradient.of(dag, root, wrt)
                    .forEach((variable, node) -> derivatives.put(label(of, (Variable) variable), node));
        } else {
            wrt.forEach(variable -> derivatives.put(label(of, variable), elementwise(root, variable)));
        }
        return derivatives;
    }

    private Map<String, Node> second(String of, Node root, List<Variable> wrt) {
        Map<String, Node> derivatives = new LinkedHashMap<>();
        for (int i = 0; i < wrt.size(); i++) {
            Node derivative = elementwise(root, wrt.get(i));
            List<Node> roots = new ArrayList<>(model.roots());
            roots.add(derivative);
            Node simple = Simplify.of(dag, roots).get(derivative);
            for (int j = i; j < wrt.size(); j++) {
                boolean same = i == j;
                String by = "d " + wrt.get(i).name()
                        + (same ? "^2" : " d " + wrt.get(j).name());
                derivatives.put("d2 " + of + "/" + by, elementwise(simple, wrt.get(j)));
            }
        }
        return derivatives;
    }

    /**
     * The derivative of each element of {@code root} by the element of {@code variable} that it depends on; or, if it depends
     * on several, by each, with the axes of both.
     */
    private Node elementwise(Node root, Variable variable) {
        if (isPointwise(root, variable)) {
            return Tangent.of(dag, root, Map.of(variable, dag.constant(1)));
        }
        return root.shape().isScalar()
                ? Gradient.of(dag, root, List.of(variable)).get(variable)
                : Jacobian.of(dag, root, variable, List.of(), names(root.shape(), variable.shape()));
    }

    /** Axes of what is differentiated by, beside those of what is differentiated: {@code k'} beside {@code k}. */
    private static Map<Axis, Axis> names(Shape of, Shape by) {
        Map<Axis, Axis> names = new LinkedHashMap<>();
        Shape taken = of;
        for (Axis axis : by.axes()) {
            Axis name = axis;
            while (taken.contains(name)) {
                name = new Axis(name.name() + "'", name.dim());
            }
            taken = taken.union(Shape.of(name));
            names.put(axis, name);
        }
        return names;
    }

    /** Whether each element of the root depends on one element of the variable: no reduction over its axes between them. */
    private static boolean isPointwise(Node root, Variable variable) {
        List<Axis> axes = variable.shape().axes();
        if (!root.shape().containsAll(axes) && !axes.isEmpty()) {
            return false;
        }
        Set<Node> depending = new HashSet<>(List.of(variable));
        for (Node node : Reachable.from(root)) {
            if (node.operands().stream().anyMatch(depending::contains)) {
                depending.add(node);
                boolean isPointwise = node instanceof Apply || node instanceof Select || node instanceof Reduce;
                if (!isPointwise && !axes.isEmpty()
                        || node instanceof Reduce reduce && variable.shape().containsAny(reduce.axes())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String label(String of, Variable variable) {
        return "d " + of + "/d " + variable.name();
    }

    /** The variables of those names. */
    static List<Variable> variables(ModelDag model, List<String> names) {
        List<Variable> found = new ArrayList<>();
        for (String name : names) {
            found.add(Passes.variables(model).stream()
                    .filter(variable -> variable.name().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new QuestionException("model '" + model.name() + "' has no parameter, input or target '"
                                    + name + "'; it has "
                                    + String.join(
                                            ", ",
                                            Passes.variables(model).stream()
                                                    .map(Variable::name)
                                                    .toList()))));
        }
        return found;
    }
}
