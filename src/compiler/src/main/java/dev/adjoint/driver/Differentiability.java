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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reports a loss that depends on a trained parameter through an operator without a useful derivative: training would be
 * told that the parameter does not matter.
 */
final class Differentiability {
    private Differentiability() {}

    static void check(ModelDag model, Diagnostics diagnostics) {
        Set<Node> depending = new HashSet<>(Passes.trainable(model));
        Set<Node> jumps = new LinkedHashSet<>();
        List<Node> order = Reachable.from(model.loss());
        for (Node node : order) {
            if (node.type() == ElementType.REAL && node.operands().stream().anyMatch(depending::contains)) {
                depending.add(node);
                if (node instanceof Apply apply && isWithoutDerivative(apply)) {
                    jumps.add(apply);
                }
            }
        }
        jumps.retainAll(reachedByNumbers(model.loss(), order));
        for (Node jump : jumps) {
            Span place = model.dag().origins(jump).stream().findFirst().orElse(model.span());
            diagnostics.report(DiagnosticCode.NOT_DIFFERENTIABLE, place, jump.operation());
        }
    }

    /** What the root depends on otherwise than through a condition. */
    private static Set<Node> reachedByNumbers(Node root, List<Node> order) {
        Set<Node> reached = new HashSet<>(List.of(root));
        for (int i = order.size() - 1; i >= 0; i--) {
            if (reached.contains(order.get(i))) {
                order.get(i).operands().stream()
                        .filter(operand -> operand.type() == ElementType.REAL)
                        .forEach(reached::add);
            }
        }
        return reached;
    }

    private static boolean isWithoutDerivative(Apply apply) {
        return apply.primitive().isPiecewiseConstant() || !apply.primitive().hasPartials();
    }
}
