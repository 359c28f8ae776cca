package dev.adjoint.emit;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Variable;
import java.util.stream.Collectors;

/** Formulas good enough for the comments of test models. */
final class Formulas {
    private Formulas() {}

    static String text(Node node) {
        if (node instanceof Variable variable) {
            return variable.name();
        }
        if (node.operands().isEmpty()) {
            return node.toString();
        }
        String operands = node.operands().stream().map(Formulas::text).collect(Collectors.joining(", "));
        String symbol = node instanceof Apply apply
                ? apply.primitive().symbol()
                : node instanceof Reduce reduce ? reduce.reduction().symbol() + reduce.axes() : "if";
        return symbol + "(" + operands + ")";
    }
}
