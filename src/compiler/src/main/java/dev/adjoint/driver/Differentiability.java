package dev.adjoint.driver;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Variable;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reports a loss that depends on a trained parameter through an operator without a useful derivative: training would be
 * told that the parameter does not matter. Looks into lambdas, where what a call hands over may depend on parameters.
 */
final class Differentiability {
    private final Set<Node> jumps = new LinkedHashSet<>();
    private final Set<Entry> entered = new HashSet<>();

    private Differentiability() {}

    static void check(ModelDag model, Diagnostics diagnostics) {
        Differentiability found = new Differentiability();
        found.search(List.of(model.loss()), Passes.trainable(model));
        for (Node jump : found.jumps) {
            Span place = model.dag().origins(jump).stream().findFirst().orElse(model.span());
            diagnostics.report(DiagnosticCode.NOT_DIFFERENTIABLE, place, jump.operation());
        }
    }

    /** @param sources on which the roots must not depend through a jump */
    private void search(Collection<? extends Node> roots, Collection<Variable> sources) {
        Set<Node> depending = new HashSet<>(sources);
        List<Node> order = Reachable.from(roots);
        Set<Node> reached = reachedByNumbers(roots, order);
        for (Node node : order) {
            if (node.type() != ElementType.BOOL && node.operands().stream().anyMatch(depending::contains)) {
                depending.add(node);
                if (reached.contains(node)) {
                    inspect(node, depending);
                }
            }
        }
    }

    private void inspect(Node node, Set<Node> depending) {
        if (node instanceof Apply apply && isWithoutDerivative(apply)) {
            jumps.add(apply);
        } else if (node instanceof Call call) {
            enter(call.lambda(), 0, call, depending);
        } else if (node instanceof Scan scan) {
            enter(scan.step(), scan.carries(), scan, depending);
        }
    }

    /** @param carries that many formals depend on all that the step depends on */
    private void enter(Lambda lambda, int carries, Node tuple, Set<Node> depending) {
        Set<Variable> sources = new LinkedHashSet<>();
        for (int i = 0; i < lambda.formals().size(); i++) {
            if (i < carries || depending.contains(tuple.operand(i))) {
                sources.add(lambda.formals().get(i));
            }
        }
        if (entered.add(new Entry(lambda, sources))) {
            search(lambda.results(), sources);
        }
    }

    /** What the roots depend on otherwise than through a condition. */
    private static Set<Node> reachedByNumbers(Collection<? extends Node> roots, List<Node> order) {
        Set<Node> reached = new HashSet<>(roots);
        for (int i = order.size() - 1; i >= 0; i--) {
            if (reached.contains(order.get(i))) {
                order.get(i).operands().stream()
                        .filter(operand -> operand.type() != ElementType.BOOL)
                        .forEach(reached::add);
            }
        }
        return reached;
    }

    private static boolean isWithoutDerivative(Apply apply) {
        return apply.primitive().isPiecewiseConstant() || !apply.primitive().hasPartials();
    }

    private record Entry(Lambda lambda, Set<Variable> sources) {}
}
