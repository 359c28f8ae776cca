package dev.adjoint.check;

import dev.adjoint.syntax.Ast;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of the index variables that a body gives ranges of its own, {@code i: h}. In the body they mean these, whatever the
 * axes of arguments are called where the function is used.
 */
final class OwnVariables {
    private final Set<String> names = new LinkedHashSet<>();

    private OwnVariables() {}

    static Set<String> of(Ast.Body body) {
        OwnVariables found = new OwnVariables();
        Deque<Ast.Expression> open = new ArrayDeque<>(List.of(body.result()));
        for (Ast.Item item : body.items()) {
            found.addOf(item, open);
        }
        while (!open.isEmpty()) {
            Ast.Expression expression = open.pop();
            if (expression instanceof Ast.Call call) {
                call.axes().ifPresent(found::add);
            } else if (expression instanceof Ast.Scan scan) {
                scan.index().name().ifPresent(name -> found.names.add(name.text()));
                scan.definitions().forEach(definition -> found.addOf(definition, open));
            }
            open.addAll(expression.operands());
        }
        return found.names;
    }

    private void addOf(Ast.Item item, Deque<Ast.Expression> open) {
        if (item instanceof Ast.Definition definition) {
            definition.axes().ifPresent(this::add);
        }
        open.addAll(Items.values(item));
    }

    private void add(Collection<Ast.Axis> axes) {
        axes.stream()
                .filter(axis -> axis.size().isPresent())
                .forEach(axis -> axis.name().ifPresent(name -> names.add(name.text())));
    }
}
