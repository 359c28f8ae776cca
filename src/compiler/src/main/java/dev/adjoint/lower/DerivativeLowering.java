package dev.adjoint.lower;

import dev.adjoint.check.TypedExpression;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Substitution;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Jacobian;
import dev.adjoint.grad.NotDifferentiableException;
import dev.adjoint.grad.Separability;
import dev.adjoint.grad.Tangent;
import dev.adjoint.rewrite.Simplify;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes derivatives that a model asks for as values.
 *
 * <p>What is differentiated is brought into its stable form first, as the loss is. While that happens a variable stands for
 * the value that is differentiated by, which otherwise might be rewritten into something else.
 */
final class DerivativeLowering {
    private final Dag dag;
    private final Diagnostics diagnostics;

    DerivativeLowering(Dag dag, Diagnostics diagnostics) {
        this.dag = dag;
        this.diagnostics = diagnostics;
    }

    /** The constant 0 if something was reported. */
    Node lower(TypedExpression.Derivative derivative, Node of, Node by, Optional<Node> direction) {
        Variable variable = dag.variable(Role.FORMAL, "by#" + by.id(), by.shape());
        Node value =
                stable(Substitution.in(dag, List.of(of), Map.of(by, variable)).get(of));
        if (direction.isEmpty() && !isSeparable(derivative, value, variable)) {
            return dag.constant(0);
        }
        try {
            Node result = direction.isPresent()
                    ? Tangent.of(dag, value, Map.of(variable, direction.get()))
                    : Jacobian.of(dag, value, variable, derivative.along(), names(derivative, by));
            Node simple = stable(result);
            return Substitution.in(dag, List.of(simple), Map.of(variable, by)).get(simple);
        } catch (NotDifferentiableException e) {
            Span place = dag.origins(e.node()).stream().findFirst().orElse(derivative.span());
            diagnostics.report(
                    DiagnosticCode.NOT_DIFFERENTIABLE, place, e.node().operation());
            return dag.constant(0);
        }
    }

    private Node stable(Node node) {
        return Simplify.of(dag, List.of(node)).get(node);
    }

    private boolean isSeparable(TypedExpression.Derivative derivative, Node value, Variable by) {
        for (Axis axis : derivative.along()) {
            Optional<Node> mixing = Separability.mixing(List.of(value), List.of(by), axis);
            if (mixing.isPresent()) {
                diagnostics.report(DiagnosticCode.NOT_SEPARABLE, derivative.span(), axis.name());
                return false;
            }
        }
        return true;
    }

    /** The names that the checker gave to axes of {@code by}, which may be in another order there than in the node. */
    private static Map<Axis, Axis> names(TypedExpression.Derivative derivative, Node by) {
        Map<Axis, Axis> names = new HashMap<>();
        Iterator<Axis> own = derivative.byAxes().iterator();
        for (Axis axis :
                derivative.by().type().shape().minus(derivative.along()).axes()) {
            names.put(axis, own.next());
        }
        names.keySet().retainAll(by.shape().axes());
        return names;
    }
}
