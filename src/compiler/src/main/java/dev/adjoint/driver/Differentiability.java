package dev.adjoint.driver;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reports a loss that depends on a trained parameter through an operator without a useful derivative: training would be
 * told that the parameter does not matter.
 */
final class Differentiability {
    private Differentiability() {}

    static void check(ModelDag model, Diagnostics diagnostics) {
        List<Node> order = Reachable.from(model.loss());
        Set<Node> depending = new HashSet<>(Passes.trainable(model));
        for (Node node : order) {
            boolean depends = node.operands().stream().anyMatch(depending::contains);
            if (depends && node.type() == ElementType.REAL) {
                depending.add(node);
                if (node instanceof Apply apply && isWithoutDerivative(apply)) {
                    Span place = model.dag().origins(node).stream().findFirst().orElse(model.span());
                    diagnostics.report(
                            DiagnosticCode.NOT_DIFFERENTIABLE,
                            place,
                            apply.primitive().symbol());
                }
            }
        }
    }

    private static boolean isWithoutDerivative(Apply apply) {
        return apply.primitive().isPiecewiseConstant() || !apply.primitive().hasPartials();
    }
}
