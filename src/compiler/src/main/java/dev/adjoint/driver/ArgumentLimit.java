package dev.adjoint.driver;

import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Variable;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import java.util.stream.Stream;

/**
 * Reports a model whose inputs and targets are more than a Java method can be handed: 255 slots, two for a double (Java
 * Virtual Machine Specification, 4.3.3).
 */
final class ArgumentLimit {
    private static final int MOST_SLOTS = 255;

    /** This object, the flat parameters and their gradient, and five tables of memory. */
    private static final int OTHER_SLOTS = 8;

    private ArgumentLimit() {}

    static void check(ModelDag model, Diagnostics diagnostics) {
        int slots = Stream.of(model.inputs(), model.targets())
                .flatMap(data -> data.stream())
                .map(ModelDag.Data::variable)
                .mapToInt(ArgumentLimit::slots)
                .sum();
        if (slots + model.dims().size() + OTHER_SLOTS > MOST_SLOTS) {
            int count = model.inputs().size() + model.targets().size();
            diagnostics.report(DiagnosticCode.TOO_MANY_VALUES, model.span(), model.name(), String.valueOf(count));
        }
    }

    private static int slots(Variable variable) {
        return variable.shape().isScalar() ? 2 : 1;
    }
}
