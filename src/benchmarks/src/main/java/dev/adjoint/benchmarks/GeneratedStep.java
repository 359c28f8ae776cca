package dev.adjoint.benchmarks;

import dev.adjoint.driver.CompiledModel;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.List;
import java.util.Map;

/** The generated class does it. */
final class GeneratedStep implements TrainingStep {
    private final Model model;
    private final double[] parameters;
    private final double[] gradient;
    private final RealArray gradientView;
    private final double learningRate;

    GeneratedStep(String example, Map<String, Tensor> samples, double learningRate) {
        CompiledModel compiled = ExampleModel.compile(ExampleModel.read(example));
        this.model = compiled.load(List.of());
        this.learningRate = learningRate;
        model.parameters().initialise(1);
        model.bind(samples);
        parameters = ((RealArray.F64) model.parameters().flat()).values();
        gradient = new double[parameters.length];
        gradientView = RealArray.of(gradient);
    }

    @Override
    public double step() {
        double loss = model.lossAndGradient(gradientView);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= learningRate * gradient[i];
        }
        return loss;
    }

    @Override
    public double[] parameters() {
        return parameters.clone();
    }
}
