package dev.adjoint.oracle;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A generated model at points given as the interpreter is given them: sizes of dims, and flat values by name. */
public final class Instance {
    private final Model model;
    private final ModelDag dag;
    private final RealArray gradient;
    private final Map<String, RealArray> data = new HashMap<>();

    /** @param dag what the model was made of, or anything with the same inputs, targets and parameters */
    public Instance(Model model, ModelDag dag) {
        this.model = model;
        this.dag = dag;
        this.gradient = array(model.signature().trainableCount());
    }

    public Model model() {
        return model;
    }

    private RealArray array(int length) {
        return RealArray.allocate(model.signature().precision(), length);
    }

    private RealArray array(double[] exact) {
        RealArray array = array(exact.length);
        for (int i = 0; i < exact.length; i++) {
            array.set(i, exact[i]);
        }
        return array;
    }

    /** The numbers as this model's precision sees them. */
    public double[] rounded(double[] exact) {
        return array(exact).toDoubles();
    }

    /** Goes to a point; values of other names are ignored. */
    public Instance at(Map<Dim, Integer> sizes, Map<String, double[]> values) {
        Map<String, Tensor> tensors = new HashMap<>();
        Stream.concat(dag.inputs().stream(), dag.targets().stream())
                .map(ModelDag.Data::variable)
                .forEach(variable -> {
                    RealArray array = array(values.get(variable.name()));
                    data.put(variable.name(), array);
                    tensors.put(variable.name(), new Tensor(sizes(variable.shape(), sizes), array));
                });
        for (Signature.Parameter parameter : model.signature().parameters()) {
            double[] exact = values.get(parameter.name());
            for (int i = 0; i < exact.length; i++) {
                model.parameters().flat().set(parameter.offset() + i, exact[i]);
            }
        }
        model.bind(tensors);
        return this;
    }

    /** The sizes of a shape's axes, where the unbound dims have the sizes given. */
    public static List<Integer> sizes(Shape shape, Map<Dim, Integer> unbound) {
        return shape.axes().stream().map(axis -> axis.dim().size(unbound::get)).toList();
    }

    /** Gives one element of an input, target or parameter another value. */
    public void set(Variable variable, int element, double value) {
        RealArray array = data.get(variable.name());
        if (array != null) {
            array.set(element, value);
        } else {
            int offset =
                    model.signature().parameter(variable.name()).orElseThrow().offset();
            model.parameters().flat().set(offset + element, value);
        }
    }

    public double loss() {
        return model.forward();
    }

    /** By {@code backward}, of the last {@link #loss}. */
    public Map<String, double[]> gradient() {
        invalidate();
        model.backward(gradient);
        return gradients();
    }

    /** A training step's loss. */
    public double step() {
        invalidate();
        return model.lossAndGradient(gradient);
    }

    /** What is not written must not look like a gradient. */
    private void invalidate() {
        for (int i = 0; i < gradient.length(); i++) {
            gradient.set(i, Double.NaN);
        }
    }

    /** As last computed, by parameters and inputs. */
    public Map<String, double[]> gradients() {
        Map<String, double[]> all = new LinkedHashMap<>();
        double[] flat = gradient.toDoubles();
        for (Signature.Parameter parameter : model.signature().parameters()) {
            if (!parameter.frozen()) {
                all.put(parameter.name(), part(flat, parameter));
            }
        }
        model.signature().inputGradients().forEach(name -> all.put(name, elements(model.inputGradient(name))));
        return all;
    }

    /** As last computed. */
    public double[] output(String name) {
        return elements(model.output(name));
    }

    /** A parameter's value, such as that of a state after a step. */
    public double[] parameter(String name) {
        return part(
                model.parameters().flat().toDoubles(),
                model.signature().parameter(name).orElseThrow());
    }

    private static double[] part(double[] flat, Signature.Parameter parameter) {
        return Arrays.copyOfRange(flat, parameter.offset(), parameter.offset() + parameter.count());
    }

    private static double[] elements(Tensor tensor) {
        return Arrays.copyOf(tensor.values().toDoubles(), tensor.count());
    }
}
