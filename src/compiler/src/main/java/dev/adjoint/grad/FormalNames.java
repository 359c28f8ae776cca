package dev.adjoint.grad;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.HashSet;
import java.util.Set;

/** Makes formals for a derivative of a lambda, beside those of the lambda. */
final class FormalNames {
    private final Dag dag;
    private final Set<String> taken = new HashSet<>();

    FormalNames(Dag dag, Lambda lambda) {
        this.dag = dag;
        lambda.formals().forEach(formal -> taken.add(formal.name()));
    }

    /** Named {@code d_x} if that is free. */
    Variable derivative(String of, Shape shape) {
        String name = "d_" + of;
        while (!taken.add(name)) {
            name += "'";
        }
        return dag.variable(Role.FORMAL, name, shape);
    }
}
