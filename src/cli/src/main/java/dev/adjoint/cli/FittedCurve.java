package dev.adjoint.cli;

import dev.adjoint.cli.plot.Fit;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model of one input over one axis says at every sample: something to draw. */
final class FittedCurve {
    private final Map<String, Tensor> samples;
    private final Signature.Value input;
    private final Signature.Value output;
    private final Optional<Signature.Value> target;

    private FittedCurve(
            Map<String, Tensor> samples,
            Signature.Value input,
            Signature.Value output,
            Optional<Signature.Value> target) {
        this.samples = samples;
        this.input = input;
        this.output = output;
        this.target = target;
    }

    /** Empty if the model is of another kind. The first output, and the first target, over the input's axis count. */
    static Optional<FittedCurve> of(Signature signature, Map<String, Tensor> samples) {
        if (signature.inputs().size() != 1 || signature.inputs().get(0).axes().size() != 1) {
            return Optional.empty();
        }
        Signature.Value input = signature.inputs().get(0);
        Optional<Signature.Value> target = firstOver(input.axes(), signature.targets());
        return firstOver(input.axes(), signature.outputs())
                .map(output -> new FittedCurve(samples, input, output, target));
    }

    /** What the model says with the parameters it has now. Binds all samples to it. */
    double[] predict(Model model) {
        model.bind(samples);
        model.predict();
        return finite(model.output(output.name()));
    }

    Fit toFit(double[] before, double[] after) {
        return new Fit(
                input.name(),
                target.orElse(output).name(),
                finite(samples.get(input.name())),
                target.map(t -> finite(samples.get(t.name()))).orElse(new double[0]),
                before,
                after);
    }

    private static Optional<Signature.Value> firstOver(List<Signature.Axis> axes, List<Signature.Value> values) {
        return values.stream().filter(v -> v.axes().equals(axes)).findFirst();
    }

    /** A copy with NaN, a gap in the curve, for what cannot be drawn. */
    private static double[] finite(Tensor tensor) {
        return Arrays.stream(tensor.values().toDoubles())
                .limit(tensor.count())
                .map(v -> Double.isFinite(v) ? v : Double.NaN)
                .toArray();
    }
}
