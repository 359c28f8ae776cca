package dev.adjoint.interpret;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.NodeVisitor;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Evaluates a DAG node by node in double precision, as plainly as possible.
 *
 * <p>A value is a flat array in the storage order of its node's shape; truth values are 1 and 0. Not fast and not meant
 * to be.
 */
public final class Interpreter {
    private static final double[] NO_NUMBERS = {};

    private final Layout layout;
    private final Map<String, double[]> variables;
    private final Map<Node, double[]> values = new HashMap<>();
    private final Map<Node, List<double[]>> tuples = new HashMap<>();

    /**
     * @param sizes of every unbound dim
     * @param variables by name; flat, in the storage order of their shapes
     */
    public Interpreter(Map<Dim, Integer> sizes, Map<String, double[]> variables) {
        this(new Layout(sizes), Map.copyOf(variables));
    }

    private Interpreter(Layout layout, Map<String, double[]> variables) {
        this.layout = layout;
        this.variables = variables;
    }

    /**
     * The value of {@code root}, of everything below it, and of all that was evaluated before.
     *
     * @return the live table; do not change its arrays. That of a tuple is empty: its components are those of its results
     * @throws IndexOutOfBoundsException if a computed index lies outside of its axis
     */
    public Map<Node, double[]> evaluateAll(Collection<? extends Node> roots) {
        for (Node node : Reachable.from(roots)) {
            if (!values.containsKey(node)) {
                values.put(node, node.accept(new Evaluation()));
            }
        }
        return values;
    }

    /** The value of {@code root}: one number for each index of its shape. */
    public double[] evaluate(Node root) {
        return evaluateAll(List.of(root)).get(root);
    }

    /** The value of {@code root} spread over {@code shape}, which has at least the root's axes, in that storage order. */
    public double[] evaluate(Node root, Shape shape) {
        return layout.spread(evaluate(root), root.shape(), shape);
    }

    private final class Evaluation implements NodeVisitor<double[]> {
        @Override
        public double[] visit(Constant node) {
            return new double[] {node.value()};
        }

        @Override
        public double[] visit(Variable node) {
            double[] value = variables.get(node.name());
            if (value == null || value.length != layout.count(node.shape())) {
                throw new IllegalArgumentException("no value, or one of wrong size, for " + node);
            }
            return value;
        }

        @Override
        public double[] visit(AxisSize node) {
            return new double[] {layout.size(node.axis())};
        }

        @Override
        public double[] visit(Apply node) {
            double[] arguments = new double[node.operands().size()];
            double[][] operands = operands(node);
            double[] result = new double[layout.count(node.shape())];
            layout.forEachIndex(node.shape(), shapes(node), (i, at) -> {
                for (int k = 0; k < arguments.length; k++) {
                    arguments[k] = operands[k][at[k]];
                }
                result[i] = node.primitive().evaluate(arguments);
            });
            return result;
        }

        @Override
        public double[] visit(Reduce node) {
            double[] body = values.get(node.body());
            double[] result = new double[layout.count(node.shape())];
            Arrays.fill(result, node.reduction().start());
            layout.forEachIndex(
                    node.body().shape(),
                    List.of(node.shape()),
                    (i, at) -> result[at[0]] = node.reduction().combine(result[at[0]], body[i]));
            return result;
        }

        @Override
        public double[] visit(Select node) {
            double[][] operands = operands(node);
            double[] result = new double[layout.count(node.shape())];
            layout.forEachIndex(
                    node.shape(),
                    shapes(node),
                    (i, at) -> result[i] = operands[0][at[0]] != 0 ? operands[1][at[1]] : operands[2][at[2]]);
            return result;
        }

        @Override
        public double[] visit(Position node) {
            return IntStream.range(0, layout.size(node.axis()))
                    .mapToDouble(i -> i)
                    .toArray();
        }

        @Override
        public double[] visit(Access node) {
            return new Reading(layout, node, operands(node)).elements();
        }

        @Override
        public double[] visit(Scatter node) {
            List<Shape> shapes = new ArrayList<>(shapes(node));
            Shape space = shapes.stream().reduce(Shape.SCALAR, Shape::union);
            Shape rest = node.shape().minus(node.targets());
            shapes.add(rest);
            double[][] operands = operands(node);
            double[] result = new double[layout.count(node.shape())];
            layout.forEachIndex(space, shapes, (i, at) -> {
                int target = 0;
                for (int k = 0; k < node.targets().size(); k++) {
                    int size = layout.size(node.targets().get(k));
                    target = target * size + Reading.checked(operands[k + 1][at[k + 1]], size, node);
                }
                // The targets come first in storage order.
                result[target * layout.count(rest) + at[at.length - 1]] += operands[0][at[0]];
            });
            return result;
        }

        @Override
        public double[] visit(Reshape node) {
            Shape before = node.operand(0).shape().minus(node.from()).union(new Shape(node.from()));
            if (layout.count(before) != layout.count(node.shape())) {
                throw new IllegalArgumentException("sizes do not fit " + node);
            }
            return layout.spread(values.get(node.operand(0)), node.operand(0).shape(), before);
        }

        @Override
        public double[] visit(Call node) {
            List<double[]> arguments = new ArrayList<>();
            for (int k = 0; k < node.arguments().size(); k++) {
                arguments.add(
                        spread(node.operand(k), node.lambda().formals().get(k).shape()));
            }
            List<Shape> shapes =
                    node.lambda().results().stream().map(Node::shape).toList();
            tuples.put(node, results(node.lambda(), arguments, shapes));
            return NO_NUMBERS;
        }

        @Override
        public double[] visit(Scan node) {
            Recurrence recurrence = new Recurrence(layout, node);
            tuples.put(
                    node,
                    recurrence.run(this::spread, state -> results(node.step(), state, recurrence.resultShapes())));
            return NO_NUMBERS;
        }

        @Override
        public double[] visit(Result node) {
            return tuples.get(node.tuple()).get(node.index());
        }

        private double[] spread(Node node, Shape shape) {
            return layout.spread(values.get(node), node.shape(), shape);
        }

        /** What the lambda makes of arguments in the shapes of its formals, each result spread over its shape. */
        private List<double[]> results(Lambda lambda, List<double[]> arguments, List<Shape> shapes) {
            Interpreter inner = new Interpreter(layout, variables);
            for (int k = 0; k < arguments.size(); k++) {
                inner.values.put(lambda.formals().get(k), arguments.get(k));
            }
            List<double[]> results = new ArrayList<>();
            for (int k = 0; k < shapes.size(); k++) {
                results.add(inner.evaluate(lambda.results().get(k), shapes.get(k)));
            }
            return results;
        }

        private double[][] operands(Node node) {
            return node.operands().stream().map(values::get).toArray(double[][]::new);
        }

        private List<Shape> shapes(Node node) {
            return node.operands().stream().map(Node::shape).toList();
        }
    }
}
