package dev.adjoint.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.Analysis;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.expr.Dim;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;

/** The generated code of a {@link NumericCase}, with a loss in which every element of the output counts. */
final class GeneratedCase {
    private static final String LOSS = " loss mean((y + 0.3)^2) + mean(sin(y))";

    /** Far enough from kinks and ties, at which many of the values lie: of the order of 1/100, all different. */
    private static final double NUDGE = 0.01;

    private static final double GOLDEN_RATIO = 0.6180339887498949;

    private static final double STEP = 1e-5;

    /** Of differences with this step, relative to the loss or the largest derivative. */
    private static final double TOLERANCE = 1e-6;

    private final NumericCase test;
    private final List<String> real;
    private final Model model;
    private final Map<String, Tensor> data = new HashMap<>();

    GeneratedCase(NumericCase test) {
        this.test = test;
        Analysis analysis = Adjoint.analyse(new SourceFile("case.nn", test.text(LOSS)));
        CompiledModel compiled = analysis.model().orElseThrow();
        this.real = compiled.signature().inputs().stream()
                .filter(input -> input.kind().isReal())
                .map(Signature.Value::name)
                .toList();
        this.model = compiled.load(real);
        for (Signature.Value input : model.signature().inputs()) {
            List<Integer> lengths = input.axes().stream().map(this::length).toList();
            data.put(
                    input.name(),
                    new Tensor(
                            lengths,
                            RealArray.of(test.inputs().get(input.name()).clone())));
        }
        for (Signature.Parameter parameter : model.signature().parameters()) {
            double[] start = test.inputs().get(parameter.name());
            for (int i = 0; i < start.length; i++) {
                model.parameters().flat().set(parameter.offset() + i, start[i]);
            }
        }
    }

    private int length(Signature.Axis axis) {
        return axis.isBound() ? axis.size() : test.sizes().get(Dim.unbound(axis.dim()));
    }

    double[] output() {
        model.bind(data);
        model.predict();
        return numbers(model.output("y").values());
    }

    /** All derivatives of the loss by real inputs and parameters against differences, next to the case's point. */
    void checkGradient() {
        int place = 1;
        for (String name : real) {
            RealArray values = data.get(name).values();
            for (int i = 0; i < values.length(); i++) {
                values.set(i, values.get(i) + NUDGE * (place++ * GOLDEN_RATIO % 1));
            }
        }
        model.bind(data);
        RealArray parameters = model.parameters().flat();
        RealArray gradient = RealArray.allocate(Precision.F64, model.signature().trainableCount());
        model.forward(); // a training step may compute something else
        model.backward(gradient);
        Map<String, double[]> byInput = new HashMap<>();
        real.forEach(name -> byInput.put(name, numbers(model.inputGradient(name).values())));
        byInput.forEach((name, adjoint) -> check(name, adjoint, data.get(name).values()));
        check("parameters", numbers(gradient), parameters);
    }

    private void check(String name, double[] adjoint, RealArray values) {
        double[] differences = new double[adjoint.length];
        for (int i = 0; i < differences.length; i++) {
            double at = values.get(i);
            differences[i] = (loss(values, i, at + STEP) - loss(values, i, at - STEP)) / (2 * STEP);
            values.set(i, at);
        }
        double scale = Math.max(1, Math.abs(loss(values, 0, values.length() == 0 ? 0 : values.get(0))));
        for (double derivative : differences) {
            scale = Math.max(scale, Math.abs(derivative));
        }
        assertThat(adjoint)
                .as("by %s: %s", name, test.items())
                .containsExactly(differences, Offset.offset(TOLERANCE * scale));
    }

    private double loss(RealArray values, int i, double value) {
        if (values.length() > 0) {
            values.set(i, value);
        }
        model.bind(data);
        return model.forward();
    }

    private static double[] numbers(RealArray array) {
        return IntStream.range(0, array.length()).mapToDouble(array::get).toArray();
    }
}
