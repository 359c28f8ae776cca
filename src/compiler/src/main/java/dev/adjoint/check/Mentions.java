package dev.adjoint.check;

import dev.adjoint.syntax.Ast;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names an expression mentions, each with where it does so first.
 *
 * @param values names of values
 * @param functions names of called functions
 */
record Mentions(Map<String, Ast.Reference> values, Map<String, Ast.Name> functions) {
    /** In a definition's value, where the names of its index variables are no names of values. */
    static Mentions in(Ast.Definition definition) {
        Mentions found = in(definition.value());
        definition
                .axes()
                .orElse(List.of())
                .forEach(axis -> axis.name().ifPresent(name -> found.values.remove(name.text())));
        return found;
    }

    static Mentions in(Ast.Expression expression) {
        Mentions found = new Mentions(new LinkedHashMap<>(), new LinkedHashMap<>());
        Deque<Open> open = new ArrayDeque<>(List.of(new Open(expression, Set.of())));
        while (!open.isEmpty()) {
            Open next = open.pop();
            if (next.expression instanceof Ast.Reference reference && !next.bound.contains(reference.name())) {
                found.values.putIfAbsent(reference.name(), reference);
            }
            if (next.expression instanceof Ast.Call call) {
                found.functions.putIfAbsent(call.function().text(), call.function());
            }
            if (next.expression instanceof Ast.Pipeline pipeline) {
                pipeline.stages().stream()
                        .map(stage -> stage.call().function())
                        .forEach(name -> found.functions.putIfAbsent(name.text(), name));
            }
            List<Ast.Expression> operands = next.expression.operands();
            for (int i = operands.size() - 1; i >= 0; i--) {
                open.push(new Open(operands.get(i), next.boundIn(operands.get(i))));
            }
        }
        return found;
    }

    /**
     * An expression to look into.
     *
     * @param bound names that mean something within the expression only
     */
    private record Open(Ast.Expression expression, Set<String> bound) {
        Set<String> boundIn(Ast.Expression operand) {
            Set<String> own = new HashSet<>();
            if (expression instanceof Ast.Call call) {
                call.axes().ifPresent(axes -> addNames(axes, own));
            } else if (expression instanceof Ast.Scan scan
                    && scan.carries().stream().noneMatch(carry -> carry.initial() == operand)) {
                addNames(List.of(scan.index()), own);
                scan.carries().forEach(carry -> own.add(carry.name().text()));
                scan.definitions().forEach(let -> own.add(let.name().text()));
            }
            if (own.isEmpty()) {
                return bound;
            }
            own.addAll(bound);
            return own;
        }

        private static void addNames(List<Ast.Axis> axes, Set<String> names) {
            axes.forEach(axis -> axis.name().ifPresent(name -> names.add(name.text())));
        }
    }
}
