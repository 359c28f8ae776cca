package dev.adjoint.cli;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a model gave in its last pass. */
final class Outputs {
    private Outputs() {}

    /** Outputs by name, in declared order; the arrays stay the model's. */
    static Map<String, Tensor> of(Model model) {
        return named(model, model.signature().outputs());
    }

    /** Metrics, after an evaluation; likewise. */
    static Map<String, Tensor> metrics(Model model) {
        return named(model, model.signature().metrics());
    }

    private static Map<String, Tensor> named(Model model, List<Signature.Value> values) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Signature.Value value : values) {
            outputs.put(value.name(), model.output(value.name()));
        }
        return outputs;
    }
}
