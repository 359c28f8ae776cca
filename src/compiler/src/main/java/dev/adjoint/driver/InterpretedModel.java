package dev.adjoint.driver;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Parameters;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.HashMap;
import java.util.Map;

/** Stands in for generated code until emission is merged. */
final class InterpretedModel implements Model {
    private final Signature signature;
    private final Differentiated model;
    private final Parameters parameters;
    private final Map<String, Tensor> results = new HashMap<>();
    private Map<String, Tensor> data = Map.of();

    InterpretedModel(Signature signature, Differentiated model) {
        this.signature = signature;
        this.model = model;
        this.parameters =
                new Parameters(signature, RealArray.allocate(signature.precision(), signature.parameterCount())) {};
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void bind(Map<String, Tensor> values) {
        data = values;
    }

    @Override
    public void predict() {
        Point point = point();
        model.model().outputs().forEach(o -> results.put(o.name(), tensor(point, o.value(), o.shape())));
    }

    private Point point() {
        return Point.of(model.model(), signature, data, parameters.flat());
    }

    private static Tensor tensor(Point point, Node node, Shape shape) {
        return new Tensor(
                shape.axes().stream()
                        .map(a -> a.dim().size().orElseGet(() -> point.sizes().get(a.dim())))
                        .toList(),
                RealArray.of(point.interpreter().evaluate(node, shape)));
    }

    @Override
    public double forward() {
        predict();
        return point().interpreter().evaluate(model.model().loss())[0];
    }

    @Override
    public void backward(RealArray gradient) {
        Point point = point();
        for (Map.Entry<Variable, Node> entry : model.gradient().entrySet()) {
            Variable variable = entry.getKey();
            Tensor value = tensor(point, entry.getValue(), variable.shape());
            results.put("d_" + variable.name(), value);
            signature.parameter(variable.name()).ifPresent(p -> {
                for (int i = 0; i < p.count(); i++) {
                    gradient.set(p.offset() + i, value.values().get(i));
                }
            });
        }
    }

    @Override
    public double lossAndGradient(RealArray gradient) {
        backward(gradient);
        return forward();
    }

    @Override
    public Tensor output(String name) {
        return results.get(name);
    }

    @Override
    public Tensor inputGradient(String name) {
        return results.get("d_" + name);
    }
}
