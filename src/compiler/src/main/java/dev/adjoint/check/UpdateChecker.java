package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks what states are after a training step: {@code next mean = 0.9 * mean + 0.1 * batch_mean}. */
final class UpdateChecker {
    private final Session session;
    private final ExpressionChecker expressions;

    UpdateChecker(Session session, ExpressionChecker expressions) {
        this.session = session;
        this.expressions = expressions;
    }

    /** @param items of a model or layer, with the states among them */
    Map<String, TypedExpression> check(List<? extends Ast.Item> items, List<Ast.Update> updates) {
        Set<String> states = items.stream()
                .filter(item -> item instanceof Ast.Parameter parameter && parameter.isState())
                .map(item -> ((Ast.Parameter) item).name().text())
                .collect(Collectors.toSet());
        Map<String, TypedExpression> checked = new LinkedHashMap<>();
        for (Ast.Update update : updates) {
            Ast.Name name = update.name();
            TypedExpression value = expressions.checkNumber(update.value());
            if (!states.contains(name.text())) {
                session.report(DiagnosticCode.NO_STATE, name.span(), name.text());
            } else if (checked.containsKey(name.text())) {
                String line = String.valueOf(checked.get(name.text()).span().line());
                session.report(DiagnosticCode.DUPLICATE_ITEM, update.span(), "next " + name.text(), line);
            } else if (!(value instanceof Broken)) {
                checkAxes(name, value);
                checked.put(name.text(), value);
            }
        }
        return checked;
    }

    private void checkAxes(Ast.Name name, TypedExpression value) {
        TypedExpression state = expressions.check(new Ast.Reference(name.span(), name.text()));
        boolean fits = state instanceof Broken
                || state.type().shape().containsAll(value.type().shape().axes());
        if (!fits) {
            String kept = state.type().toString();
            session.report(
                    DiagnosticCode.STATE_MISMATCH,
                    name.span(),
                    name.text(),
                    kept,
                    value.type().toString());
        }
    }
}
