package dev.adjoint.cli;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that a model gave in its last pass. */
final class Outputs {
    private Outputs() {}

    /** By name, in declared order; the arrays stay the model's. */
    static Map<String, Tensor> of(Model model) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Signature.Value output : model.signature().outputs()) {
            outputs.put(output.name(), model.output(output.name()));
        }
        return outputs;
    }
}
