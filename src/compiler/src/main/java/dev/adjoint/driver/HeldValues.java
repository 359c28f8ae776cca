package dev.adjoint.driver;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Substitution;
import dev.adjoint.expr.Variable;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model in which whatever stands in {@code stop_gradient} is an input, held at its value at one point: the function whose
 * differences the gradient is to agree with.
 *
 * @param model with those inputs
 * @param values of those inputs
 */
record HeldValues(ModelDag model, Map<String, Tensor> values) {
    HeldValues {
        values = Map.copyOf(values);
    }

    /**
     * @param model as it is evaluated
     * @throws QuestionException if something is stopped in a step that is computed several times, where it has no one value
     */
    static HeldValues of(ModelDag model, Point point) {
        requireNoneWithin(model);
        Dag dag = model.dag();
        Interpreter interpreter = point.interpreter();
        Set<String> taken = new HashSet<>(model.named().keySet());
        Passes.variables(model).forEach(variable -> taken.add(variable.name()));
        Map<Node, Node> inputs = new LinkedHashMap<>();
        List<ModelDag.Data> more = new ArrayList<>();
        Map<String, Tensor> values = new HashMap<>();
        for (Node node : Reachable.from(model.roots())) {
            if (isStopped(node)) {
                String name = free("stopped", taken);
                Variable variable = dag.variable(Role.INPUT, name, node.shape());
                inputs.put(node, variable);
                more.add(new ModelDag.Data(variable, Kind.REAL, "", model.span()));
                List<Integer> sizes = node.shape().axes().stream()
                        .map(axis -> axis.dim().size(point.sizes()::get))
                        .toList();
                values.put(name, new Tensor(sizes, RealArray.of(interpreter.evaluate(node, node.shape()))));
            }
        }
        Map<Node, Node> images = Substitution.in(dag, model.roots(), inputs);
        return new HeldValues(model.map(images::get).with(more), values);
    }

    private static String free(String base, Set<String> taken) {
        int number = 1;
        while (!taken.add(base + number)) {
            number++;
        }
        return base + number;
    }

    private static boolean isStopped(Node node) {
        return node instanceof Apply apply && apply.primitive() == Primitive.STOP_GRADIENT;
    }

    private static void requireNoneWithin(ModelDag model) {
        Deque<Lambda> open = new ArrayDeque<>(lambdas(Reachable.from(model.roots())));
        Set<Lambda> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Lambda lambda = open.pop();
            if (seen.add(lambda)) {
                Collection<Node> nodes = Reachable.from(lambda.results());
                if (nodes.stream().anyMatch(HeldValues::isStopped)) {
                    throw new QuestionException("'stop_gradient' stands within '" + lambda.name()
                            + "', which is computed several times: such a gradient cannot be checked by differences");
                }
                open.addAll(lambdas(nodes));
            }
        }
    }

    private static List<Lambda> lambdas(Collection<Node> nodes) {
        List<Lambda> lambdas = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Scan scan) {
                lambdas.add(scan.step());
            } else if (node instanceof Call call) {
                lambdas.add(call.lambda());
            }
        }
        return lambdas;
    }
}
