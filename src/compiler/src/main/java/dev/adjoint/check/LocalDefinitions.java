package dev.adjoint.check;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The {@code let}s of a body, which may refer to each other in any order, but not in a circle. */
final class LocalDefinitions {
    private final Session session;
    private final Map<String, Ast.Definition> lets;
    private final Optional<Layers> layers;
    private final Consumer<String> breaks;

    /** @param breaks takes the names of those in circles, before anything is checked */
    LocalDefinitions(
            Session session, Map<String, Ast.Definition> lets, Optional<Layers> layers, Consumer<String> breaks) {
        this.session = session;
        this.lets = lets;
        this.layers = layers;
        this.breaks = breaks;
    }

    /** Checks each after those it refers to. */
    void check(Consumer<Ast.Definition> checker) {
        var order = DependencyOrder.of(lets.keySet(), this::mentioned);
        Set<String> cyclic = new HashSet<>();
        for (List<String> cycle : order.cycles()) {
            cyclic.addAll(cycle);
            Span span = lets.get(cycle.get(0)).name().span();
            session.report(DiagnosticCode.CYCLIC_DEFINITION, span, cycle.get(0), String.join(" -> ", cycle));
        }
        cyclic.forEach(breaks);
        order.order().stream()
                .filter(name -> !cyclic.contains(name))
                .map(lets::get)
                .forEach(checker);
    }

    private List<String> mentioned(String name) {
        List<String> mentioned =
                new ArrayList<>(Mentions.in(lets.get(name)).values().keySet());
        mentioned.retainAll(lets.keySet());
        Map<String, Ast.Expression> values = new LinkedHashMap<>();
        lets.forEach((other, let) -> values.put(other, let.value()));
        layers.ifPresent(all -> mentioned.addAll(all.applying(lets.get(name).value(), values)));
        return mentioned;
    }
}
