package dev.adjoint.driver;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Variable;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A point at which a model can be evaluated: values of its variables and the sizes of its dims.
 *
 * @param sizes of the unbound dims
 * @param values flat, by variable
 */
record Point(Map<Dim, Integer> sizes, Map<String, double[]> values) {
    /**
     * @param data inputs and targets; targets may be missing
     * @param parameters the flat array of the signature
     */
    static Point of(ModelDag model, Signature signature, Map<String, Tensor> data, RealArray parameters) {
        Map<Dim, Integer> sizes = new HashMap<>();
        Map<String, double[]> values = new HashMap<>();
        for (Variable variable : Passes.variables(model)) {
            Tensor tensor = data.get(variable.name());
            if (tensor != null) {
                values.put(variable.name(), Arrays.copyOf(tensor.values().toDoubles(), tensor.count()));
                List<Axis> axes = variable.shape().axes();
                for (int i = 0; i < axes.size(); i++) {
                    sizes.put(axes.get(i).dim(), tensor.sizes().get(i));
                }
            }
        }
        double[] flat = parameters.toDoubles();
        for (Signature.Parameter parameter : signature.parameters()) {
            int end = parameter.offset() + parameter.count();
            values.put(parameter.name(), Arrays.copyOfRange(flat, parameter.offset(), end));
        }
        return new Point(sizes, values);
    }

    Interpreter interpreter() {
        return new Interpreter(sizes, values);
    }

    /** The same point with further variables. */
    Point with(Map<String, double[]> more) {
        Map<String, double[]> all = new HashMap<>(values);
        all.putAll(more);
        return new Point(sizes, all);
    }
}
