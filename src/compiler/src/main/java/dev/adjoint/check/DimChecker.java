package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the dims of a model, each after those that its size is computed from, and puts them into the scope. */
final class DimChecker {
    private final Session session;
    private final ModelScope scope;
    private final SizeExpressions sizes;

    DimChecker(Session session, ModelScope scope) {
        this.session = session;
        this.scope = scope;
        this.sizes = new SizeExpressions(session, scope);
    }

    /** In declared order. */
    List<Dim> check(List<Ast.Dim> declared) {
        Map<String, Ast.Dim> byName = new LinkedHashMap<>();
        declared.forEach(dim -> byName.put(dim.name().text(), dim));
        var order = DependencyOrder.of(byName.keySet(), name -> mentioned(byName, name));
        for (List<String> cycle : order.cycles()) {
            Ast.Name name = byName.get(cycle.get(0)).name();
            session.report(DiagnosticCode.CYCLIC_DEFINITION, name.span(), name.text(), String.join(" -> ", cycle));
            cycle.forEach(broken -> scope.put(Dim.unbound(broken)));
        }
        Map<String, Dim> dims = new LinkedHashMap<>();
        for (String name : order.order()) {
            if (scope.axis(name).isEmpty()) {
                scope.put(dim(byName.get(name)));
            }
        }
        byName.keySet()
                .forEach(name -> dims.put(name, scope.axis(name).orElseThrow().dim()));
        return List.copyOf(dims.values());
    }

    private static List<String> mentioned(Map<String, Ast.Dim> dims, String name) {
        return dims.get(name).size().stream()
                .flatMap(size -> Mentions.in(size).values().keySet().stream())
                .filter(dims::containsKey)
                .toList();
    }

    private Dim dim(Ast.Dim declared) {
        String name = declared.name().text();
        if (declared.size().isEmpty()) {
            return Dim.unbound(name);
        }
        return sizes.positive(declared.size().get())
                .map(size -> new Dim(name, Extent.of(size.numerator().folded(), size.divisor())))
                .orElse(Dim.fixed(name, 1));
    }
}
