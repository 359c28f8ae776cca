package dev.adjoint.driver;

import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.print.Formulas;
import dev.adjoint.print.Notation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Looks for the place where a computation leaves the finite numbers. */
final class NonFiniteSearch {
    private static final int WIDTH = 70;

    private NonFiniteSearch() {}

    /** In order of computation; its operands are finite, as they come before it. */
    static Optional<NonFiniteValue> first(Differentiated model, Point point) {
        List<Node> roots = new ArrayList<>(List.of(model.model().loss()));
        Optional<NonFiniteValue> inLoss = first(model, roots, point);
        roots.addAll(model.gradient().values());
        return inLoss.isPresent() ? inLoss : first(model, roots, point);
    }

    private static Optional<NonFiniteValue> first(Differentiated model, Collection<Node> roots, Point point) {
        Interpreter interpreter = point.interpreter();
        interpreter.evaluateAll(roots);
        // An infinity on the way may be harmless, as cosh(900) in 1/cosh(900)².
        if (roots.stream()
                .flatMapToDouble(root -> DoubleStream.of(interpreter.evaluate(root)))
                .allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        for (Node node : Reachable.from(roots)) {
            double[] value = interpreter.evaluate(node);
            for (int i = 0; i < value.length; i++) {
                if (!Double.isFinite(value[i])) {
                    return Optional.of(found(model, node, i, interpreter));
                }
            }
        }
        return Optional.empty();
    }

    private static NonFiniteValue found(Differentiated model, Node node, int index, Interpreter interpreter) {
        Formulas formulas = new Formulas(model.names());
        String operands = node instanceof Reduce
                ? ""
                : node.operands().stream()
                        .distinct()
                        .filter(operand -> !(operand instanceof Constant))
                        .map(operand -> formulas.line(operand, WIDTH, Notation.TEXT) + " = "
                                + interpreter.evaluate(operand, node.shape())[index])
                        .collect(Collectors.joining(", "));
        return new NonFiniteValue(
                formulas.line(node, WIDTH, Notation.TEXT),
                interpreter.evaluate(node)[index],
                operands,
                model.model().dag().origins(node).stream().findFirst());
    }
}
