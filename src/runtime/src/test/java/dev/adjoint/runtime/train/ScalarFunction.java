package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Parameters;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Parameter;
import dev.adjoint.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** A model without data: the loss is a function of one parameter, w, that stays in an interval. */
final class ScalarFunction implements Model {
    private final Signature signature;
    private final Parameters parameters;
    private final DoubleUnaryOperator function;
    private final DoubleUnaryOperator derivative;

    ScalarFunction(
            Precision precision,
            double start,
            Interval interval,
            DoubleUnaryOperator function,
            DoubleUnaryOperator derivative) {
        this.signature = new Signature(
                "ScalarFunction",
                precision,
                List.of(),
                List.of(),
                List.of(new Parameter("w", 0, List.of(), new Initialiser.Missing(), interval, false)),
                List.of(),
                List.of(),
                List.of());
        this.parameters = new Parameters(signature, RealArray.allocate(precision, 1)) {};
        this.parameters.flat().set(0, start);
        this.function = function;
        this.derivative = derivative;
    }

    double w() {
        return parameters.flat().get(0);
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
    public void bind(Map<String, Tensor> values) {}

    @Override
    public void predict() {}

    @Override
    public double forward() {
        return function.applyAsDouble(w());
    }

    @Override
    public void backward(RealArray gradient) {
        gradient.set(0, derivative.applyAsDouble(w()));
    }

    @Override
    public double lossAndGradient(RealArray gradient) {
        backward(gradient);
        return forward();
    }

    @Override
    public Tensor output(String name) {
        throw new IllegalArgumentException("no output " + name);
    }

    @Override
    public Tensor inputGradient(String name) {
        throw new IllegalArgumentException("no gradient of " + name);
    }
}
