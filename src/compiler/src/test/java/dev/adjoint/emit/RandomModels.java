package dev.adjoint.emit;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.RandomTensors;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Models of {@link RandomTensors}, for any size of their unbound dims n and t. What stands for a gradient is any value of a
 * fitting shape: planning and emission do not know better.
 */
final class RandomModels {
    /** Of n and t. */
    static final int[][] BATCHES = {{2, 1}, {5, 3}, {1, 4}, {0, 2}, {3, 0}, {5, 3}};

    private final Random random;
    private final ModelBuilder m;

    private RandomModels(long seed) {
        random = new Random(seed);
        m = new ModelBuilder("Random" + seed);
    }

    /** @param size how many values it is made of, about */
    static ModelBuilder model(long seed, int size) {
        return new RandomModels(seed).build(size);
    }

    private ModelBuilder build(int size) {
        Axis n = m.dim("n");
        m.dim("t");
        Axis k = m.dim("k", 3);
        List<Variable> variables = new ArrayList<>(RandomTensors.variables(m.dag));
        for (Variable variable : variables) {
            Axis[] axes = variable.shape().axes().toArray(Axis[]::new);
            if (variable.role() == Role.INPUT) {
                m.input(variable.name(), axes);
            } else {
                m.param(variable.name(), 0.3, axes);
            }
        }
        for (Variable index : RandomTensors.indices(m.dag)) {
            m.input(index.name(), index.shape().axes().toArray(Axis[]::new));
        }
        List<Variable> trained =
                variables.stream().filter(v -> v.role() == Role.PARAMETER).toList();
        Variable input = variables.get(1);
        variables.add(m.frozen("f", 0.9, k));
        variables.add(m.target("y", k, n));
        List<Node> values = RandomTensors.values(m.dag, random, sizes(), variables, size);
        addOutputs(values, Shape.of(k, n));
        m.loss(shrunk(pick(values), Shape.SCALAR));
        trained.forEach(variable -> m.gradient(variable, shrunk(pick(values), variable.shape())));
        m.gradient(input, shrunk(pick(values), input.shape()));
        return m;
    }

    private static List<Map<Dim, Integer>> sizes() {
        return List.of(BATCHES).stream()
                .map(b -> RandomTensors.sizes(b[0], b[1]))
                .toList();
    }

    /** Values that do not depend on the target; the last is spread over more axes. */
    private void addOutputs(List<Node> values, Shape more) {
        List<Node> known = values.stream()
                .filter(value -> Reachable.from(value).stream()
                        .noneMatch(node -> node instanceof Variable v && v.role() == Role.TARGET))
                .toList();
        for (int i = 0; i < 3; i++) {
            Node node = pick(known);
            m.output("out" + i, node, i == 2 ? node.shape().union(more) : node.shape());
        }
    }

    /** One of the latest, half of the time. */
    private Node pick(List<Node> from) {
        int size = from.size();
        return from.get(random.nextBoolean() ? random.nextInt(size) : size - 1 - random.nextInt(Math.min(size, 6)));
    }

    /** The value without axes that a shape lacks. */
    private Node shrunk(Node node, Shape shape) {
        List<Axis> surplus = node.shape().minus(shape.axes()).axes();
        return surplus.isEmpty() ? node : m.dag.apply(Primitive.ATAN, m.dag.reduce(Reduction.SUM, surplus, node));
    }
}
