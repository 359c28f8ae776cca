package dev.adjoint.emit;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.NodeVisitor;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The meaning of a DAG, element by element: what generated code must agree with. */
final class Evaluator implements NodeVisitor<Double> {
    private final Map<String, Integer> unbound;
    private final Map<String, double[]> values;
    private final Map<Axis, Integer> indices = new HashMap<>();
    private final Map<List<Object>, Double> known = new HashMap<>();

    /**
     * @param unbound sizes of unbound dims
     * @param values of variables by name, in storage order
     */
    Evaluator(Map<String, Integer> unbound, Map<String, double[]> values) {
        this.unbound = unbound;
        this.values = values;
    }

    /** All elements of the node, spread over {@code shape}, in storage order. */
    double[] elements(Node node, Shape shape) {
        List<Double> all = new ArrayList<>();
        each(shape.axes(), 0, () -> all.add(value(node)));
        return all.stream().mapToDouble(v -> v).toArray();
    }

    int size(Axis axis) {
        return axis.dim().size().orElseGet(() -> unbound.get(axis.dim().name()));
    }

    private void each(List<Axis> axes, int depth, Runnable action) {
        if (depth == axes.size()) {
            action.run();
            return;
        }
        // A reduction binds its axis anew, even where the axis has an index already.
        Integer outer = indices.get(axes.get(depth));
        for (int i = 0; i < size(axes.get(depth)); i++) {
            indices.put(axes.get(depth), i);
            each(axes, depth + 1, action);
        }
        indices.put(axes.get(depth), outer);
    }

    private double value(Node node) {
        List<Object> key = new ArrayList<>(List.of(node));
        node.shape().axes().forEach(axis -> key.add(indices.get(axis)));
        Double value = known.get(key);
        if (value == null) {
            value = node.accept(this);
            known.put(key, value);
        }
        return value;
    }

    @Override
    public Double visit(Constant node) {
        return node.value();
    }

    @Override
    public Double visit(Variable node) {
        int index = 0;
        for (Axis axis : node.shape().axes()) {
            index = index * size(axis) + indices.get(axis);
        }
        return values.get(node.name())[index];
    }

    @Override
    public Double visit(AxisSize node) {
        return (double) size(node.axis());
    }

    @Override
    public Double visit(Apply node) {
        return node.primitive()
                .evaluate(node.operands().stream().mapToDouble(this::value).toArray());
    }

    @Override
    public Double visit(Reduce node) {
        double[] result = {node.reduction().start()};
        each(node.axes(), 0, () -> result[0] = node.reduction().combine(result[0], value(node.body())));
        return result[0];
    }

    @Override
    public Double visit(Select node) {
        return value(node.condition()) != 0 ? value(node.whenTrue()) : value(node.whenFalse());
    }

    @Override
    public Double visit(Position node) {
        throw new IllegalStateException("not yet: " + node);
    }

    @Override
    public Double visit(Access node) {
        throw new IllegalStateException("not yet: " + node);
    }

    @Override
    public Double visit(Scatter node) {
        throw new IllegalStateException("not yet: " + node);
    }

    @Override
    public Double visit(Reshape node) {
        throw new IllegalStateException("not yet: " + node);
    }

    @Override
    public Double visit(Call node) {
        throw new IllegalStateException("not yet: " + node);
    }

    @Override
    public Double visit(Scan node) {
        throw new IllegalStateException("not yet: " + node);
    }

    @Override
    public Double visit(Result node) {
        throw new IllegalStateException("not yet: " + node);
    }
}
