package dev.adjoint.check;

import dev.adjoint.syntax.Ast;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names an expression mentions, each with where it does so first.
 *
 * @param values names of values
 * @param functions names of called functions
 */
record Mentions(Map<String, Ast.Reference> values, Map<String, Ast.Name> functions) {
    static Mentions in(Ast.Expression expression) {
        Mentions found = new Mentions(new LinkedHashMap<>(), new LinkedHashMap<>());
        Deque<Ast.Expression> open = new ArrayDeque<>(List.of(expression));
        while (!open.isEmpty()) {
            Ast.Expression next = open.pop();
            if (next instanceof Ast.Reference reference) {
                found.values.putIfAbsent(reference.name(), reference);
            } else if (next instanceof Ast.Call call) {
                found.functions.putIfAbsent(call.function().text(), call.function());
            }
            List<Ast.Expression> operands = next.operands();
            for (int i = operands.size() - 1; i >= 0; i--) {
                open.push(operands.get(i));
            }
        }
        return found;
    }
}
