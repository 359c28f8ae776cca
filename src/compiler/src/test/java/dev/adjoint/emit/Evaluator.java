package dev.adjoint.emit;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Lambda;
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
    private final Map<List<Object>, List<double[]>> tuples = new HashMap<>();

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
        return size(axis.dim());
    }

    private int size(Dim dim) {
        return dim.size(free -> unbound.get(free.name()));
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
        return element(values.get(node.name()), node.shape());
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
        return (double) indices.get(node.axis());
    }

    @Override
    public Double visit(Access node) {
        Map<Axis, Integer> place = new HashMap<>();
        boolean inside = true;
        for (int k = 0; k < node.axes().size(); k++) {
            Index index = node.indices().get(k);
            Integer at = index instanceof Index.Computed computed
                    ? Integer.valueOf((int) value(node.computed(computed)))
                    : affine((Index.Affine) index);
            inside &= at != null && at >= 0 && at < size(node.axes().get(k));
            place.put(node.axes().get(k), at);
        }
        return inside ? at(place, node.array()) : 0;
    }

    /** Null where the divisor does not divide. */
    private Integer affine(Index.Affine index) {
        int sum = index.offset().evaluate(this::size);
        for (Map.Entry<Axis, Integer> term : index.terms().entrySet()) {
            sum += term.getValue() * indices.get(term.getKey());
        }
        return sum % index.divisor() == 0 ? Integer.valueOf(sum / index.divisor()) : null;
    }

    /** The value at another place. */
    private double at(Map<Axis, Integer> place, Node node) {
        Map<Axis, Integer> outer = new HashMap<>(indices);
        indices.putAll(place);
        double value = value(node);
        indices.clear();
        indices.putAll(outer);
        return value;
    }

    @Override
    public Double visit(Scatter node) {
        double[] sum = {0};
        List<Integer> target = node.targets().stream().map(indices::get).toList();
        each(node.bound(), 0, () -> {
            List<Integer> at = node.indices().stream().map(i -> (int) value(i)).toList();
            sum[0] += at.equals(target) ? value(node.body()) : 0;
        });
        return sum[0];
    }

    @Override
    public Double visit(Reshape node) {
        int flat = 0;
        for (Axis axis : node.to()) {
            flat = flat * size(axis) + indices.get(axis);
        }
        Map<Axis, Integer> place = new HashMap<>();
        for (int k = node.from().size() - 1; k >= 0; k--) {
            int size = size(node.from().get(k));
            place.put(node.from().get(k), flat % size);
            flat /= size;
        }
        return at(place, node.operand(0));
    }

    @Override
    public Double visit(Call node) {
        throw new IllegalStateException("a tuple has no element: " + node);
    }

    @Override
    public Double visit(Scan node) {
        throw new IllegalStateException("a tuple has no element: " + node);
    }

    @Override
    public Double visit(Result node) {
        if (node.tuple() instanceof Call call) {
            return element(called(call).get(node.index()), node.shape());
        }
        Scan scan = (Scan) node.tuple();
        int k = node.index();
        int carries = scan.carries();
        int t = k < carries ? size(scan.axis()) : step(scan, indices.get(scan.axis()));
        if (k < 2 * carries) {
            return element(
                    state(scan, t).get(k % carries),
                    scan.step().formals().get(k % carries).shape());
        }
        Lambda step = scan.step();
        Node emission = step.results().get(k - carries);
        return element(inside(step, arguments(scan, t)).elements(emission, emission.shape()), emission.shape());
    }

    private List<double[]> called(Call call) {
        List<Object> key = List.of(call);
        if (!tuples.containsKey(key)) {
            List<double[]> arguments = new ArrayList<>();
            for (int k = 0; k < call.arguments().size(); k++) {
                arguments.add(
                        elements(call.operand(k), call.lambda().formals().get(k).shape()));
            }
            Evaluator inner = inside(call.lambda(), arguments);
            tuples.put(
                    key,
                    call.lambda().results().stream()
                            .map(result -> inner.elements(result, result.shape()))
                            .toList());
        }
        return tuples.get(key);
    }

    /** Which step it is that an index belongs to, counted in the order they are taken; its own inverse. */
    private int step(Scan scan, int index) {
        return scan.isReverse() ? size(scan.axis()) - 1 - index : index;
    }

    /** The carries before the step. */
    private List<double[]> state(Scan scan, int step) {
        List<Object> key = List.of(scan, step);
        if (!tuples.containsKey(key)) {
            List<double[]> state = new ArrayList<>();
            for (int k = 0; k < scan.carries(); k++) {
                Shape shape = scan.step().formals().get(k).shape();
                state.add(
                        step == 0
                                ? elements(scan.operand(k), shape)
                                : inside(scan.step(), arguments(scan, step - 1))
                                        .elements(scan.step().results().get(k), shape));
            }
            tuples.put(key, state);
        }
        return tuples.get(key);
    }

    private List<double[]> arguments(Scan scan, int step) {
        List<double[]> arguments = new ArrayList<>(state(scan, step));
        Integer outer = indices.put(scan.axis(), step(scan, step));
        for (int k = scan.carries(); k < scan.operands().size(); k++) {
            arguments.add(elements(scan.operand(k), scan.step().formals().get(k).shape()));
        }
        indices.put(scan.axis(), outer);
        return arguments;
    }

    /** What gives the values of the lambda's body. */
    private Evaluator inside(Lambda lambda, List<double[]> arguments) {
        Map<String, double[]> all = new HashMap<>(values);
        for (int k = 0; k < arguments.size(); k++) {
            all.put(lambda.formals().get(k).name(), arguments.get(k));
        }
        return new Evaluator(unbound, all);
    }

    private double element(double[] elements, Shape shape) {
        int index = 0;
        for (Axis axis : shape.axes()) {
            index = index * size(axis) + indices.get(axis);
        }
        return elements[index];
    }
}
