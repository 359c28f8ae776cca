package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Parameters;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Signature.Axis;
import dev.adjoint.runtime.Signature.Parameter;
import dev.adjoint.runtime.Signature.Value;
import dev.adjoint.runtime.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A model written by hand: input x[n], target y[n], parameters w (in an interval), b and a frozen scale, output yhat = scale (w
 * x + b), loss mean((yhat - y)²).
 */
final class LinearRegression implements Model {
    private final Signature signature;
    private final Parameters parameters;
    private Tensor x;
    private Tensor y;
    private Tensor predicted;

    /** How often {@link #bind} was called. */
    int binds;

    LinearRegression(Precision precision, Interval slope) {
        List<Axis> samples = List.of(new Axis("n", Axis.UNBOUND));
        signature = new Signature(
                "LinearRegression",
                precision,
                List.of(new Value("x", samples)),
                List.of(new Value("y", samples)),
                List.of(
                        new Parameter("w", 0, List.of(), new Initialiser.Constant(0.5), slope, false),
                        new Parameter("b", 1, List.of(), new Initialiser.Constant(0), Interval.ALL, false),
                        new Parameter("scale", 2, List.of(), new Initialiser.Constant(1), Interval.ALL, true)),
                List.of(new Value("yhat", samples)),
                List.of(),
                List.of());
        parameters = new Parameters(signature, RealArray.allocate(precision, 3)) {};
        parameters.initialise(0);
    }

    LinearRegression() {
        this(Precision.F64, Interval.ALL);
    }

    double w() {
        return parameters.flat().get(0);
    }

    double b() {
        return parameters.flat().get(1);
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
        binds++;
        x = values.get("x");
        y = values.get("y");
        if (predicted == null || predicted.values().length() < x.count()) {
            predicted = new Tensor(x.sizes(), RealArray.allocate(signature.precision(), x.count()));
        }
    }

    @Override
    public void predict() {
        double scale = parameters.flat().get(2);
        for (int i = 0; i < x.count(); i++) {
            predicted.values().set(i, scale * (w() * x.values().get(i) + b()));
        }
    }

    @Override
    public double forward() {
        predict();
        double sum = 0;
        for (int i = 0; i < x.count(); i++) {
            double error = predicted.values().get(i) - y.values().get(i);
            sum += error * error;
        }
        return sum / x.count();
    }

    @Override
    public void backward(RealArray gradient) {
        double scale = parameters.flat().get(2);
        double dw = 0;
        double db = 0;
        for (int i = 0; i < x.count(); i++) {
            double error = predicted.values().get(i) - y.values().get(i);
            dw += error * scale * x.values().get(i);
            db += error * scale;
        }
        gradient.set(0, 2 * dw / x.count());
        gradient.set(1, 2 * db / x.count());
    }

    @Override
    public double lossAndGradient(RealArray gradient) {
        double loss = forward();
        backward(gradient);
        return loss;
    }

    @Override
    public Tensor output(String name) {
        return predicted;
    }

    @Override
    public Tensor inputGradient(String name) {
        throw new IllegalArgumentException("no gradient of " + name);
    }
}
