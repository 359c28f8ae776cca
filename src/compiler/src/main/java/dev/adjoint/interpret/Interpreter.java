package dev.adjoint.interpret;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dim;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a DAG node by node in double precision, as plainly as possible.
 *
 * <p>A value is a flat array in the storage order of its node's shape; truth values are 1 and 0. Not fast and not meant
 * to be.
 */
public final class Interpreter {
    private final Map<Dim, Integer> sizes;
    private final Map<String, double[]> variables;
    private final Map<Node, double[]> values = new HashMap<>();

    /**
     * @param sizes of every unbound dim
     * @param variables by name; flat, in the storage order of their shapes
     */
    public Interpreter(Map<Dim, Integer> sizes, Map<String, double[]> variables) {
        this.sizes = Map.copyOf(sizes);
        this.variables = Map.copyOf(variables);
    }

    /**
     * The value of {@code root}, of everything below it, and of all that was evaluated before.
     *
     * @return the live table; do not change its arrays
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
        double[] value = evaluate(root);
        double[] spread = new double[count(shape)];
        forEachIndex(shape, List.of(root.shape()), (i, at) -> spread[i] = value[at[0]]);
        return spread;
    }

    private int size(Axis axis) {
        return axis.dim().size().orElseGet(() -> sizes.get(axis.dim()));
    }

    private int count(Shape shape) {
        return shape.axes().stream().mapToInt(this::size).reduce(1, Math::multiplyExact);
    }

    /** Calls {@code body} for each index of {@code space} with the flat positions of that index in tensors of {@code shapes}. */
    private void forEachIndex(Shape space, List<Shape> shapes, IndexBody body) {
        int rank = space.rank();
        int[][] strides = new int[shapes.size()][rank];
        for (int s = 0; s < shapes.size(); s++) {
            int stride = 1;
            List<Axis> axes = shapes.get(s).axes();
            for (int a = axes.size() - 1; a >= 0; a--) {
                strides[s][space.axes().indexOf(axes.get(a))] = stride;
                stride *= size(axes.get(a));
            }
        }
        int count = count(space);
        int[] at = new int[shapes.size()];
        int[] index = new int[rank];
        for (int i = 0; i < count; i++) {
            body.at(i, at);
            for (int a = rank - 1; a >= 0; a--) {
                boolean carry = ++index[a] == size(space.axes().get(a));
                for (int s = 0; s < at.length; s++) {
                    at[s] += carry ? -(index[a] - 1) * strides[s][a] : strides[s][a];
                }
                if (!carry) {
                    break;
                }
                index[a] = 0;
            }
        }
    }

    private interface IndexBody {
        void at(int flat, int[] positions);
    }

    private final class Evaluation implements NodeVisitor<double[]> {
        @Override
        public double[] visit(Constant node) {
            return new double[] {node.value()};
        }

        @Override
        public double[] visit(Variable node) {
            double[] value = variables.get(node.name());
            if (value == null || value.length != count(node.shape())) {
                throw new IllegalArgumentException("no value, or one of wrong size, for " + node);
            }
            return value;
        }

        @Override
        public double[] visit(AxisSize node) {
            return new double[] {size(node.axis())};
        }

        @Override
        public double[] visit(Apply node) {
            double[] arguments = new double[node.operands().size()];
            double[][] operands = operands(node);
            double[] result = new double[count(node.shape())];
            forEachIndex(node.shape(), shapes(node), (i, at) -> {
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
            double[] result = new double[count(node.shape())];
            Arrays.fill(result, node.reduction().start());
            forEachIndex(
                    node.body().shape(),
                    List.of(node.shape()),
                    (i, at) -> result[at[0]] = node.reduction().combine(result[at[0]], body[i]));
            return result;
        }

        @Override
        public double[] visit(Select node) {
            double[][] operands = operands(node);
            double[] result = new double[count(node.shape())];
            forEachIndex(
                    node.shape(),
                    shapes(node),
                    (i, at) -> result[i] = operands[0][at[0]] != 0 ? operands[1][at[1]] : operands[2][at[2]]);
            return result;
        }

        @Override
        public double[] visit(Position node) {
            throw new IllegalStateException("not yet: " + node);
        }

        @Override
        public double[] visit(Access node) {
            throw new IllegalStateException("not yet: " + node);
        }

        @Override
        public double[] visit(Scatter node) {
            throw new IllegalStateException("not yet: " + node);
        }

        @Override
        public double[] visit(Reshape node) {
            throw new IllegalStateException("not yet: " + node);
        }

        @Override
        public double[] visit(Call node) {
            throw new IllegalStateException("not yet: " + node);
        }

        @Override
        public double[] visit(Scan node) {
            throw new IllegalStateException("not yet: " + node);
        }

        @Override
        public double[] visit(Result node) {
            throw new IllegalStateException("not yet: " + node);
        }

        private double[][] operands(Node node) {
            return node.operands().stream().map(values::get).toArray(double[][]::new);
        }

        private List<Shape> shapes(Node node) {
            return node.operands().stream().map(Node::shape).toList();
        }
    }
}
