package dev.adjoint.check;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.syntax.Ast;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what depends on what: outputs not on targets, the loss on every parameter, something on everything declared. */
final class Dependencies {
    private final Declarations declarations;
    private final Diagnostics diagnostics;

    Dependencies(Declarations declarations, Diagnostics diagnostics) {
        this.declarations = declarations;
        this.diagnostics = diagnostics;
    }

    void check() {
        declarations.definitions().values().stream()
                .filter(d -> d.role() == Ast.DefinitionRole.OUTPUT)
                .forEach(this::checkOutput);
        if (!diagnostics.hasErrors()) {
            warn();
        }
    }

    private void checkOutput(Ast.Definition output) {
        String name = output.name().text();
        Map<String, String> cameFrom = new HashMap<>();
        for (String reached : reach(List.of(name), cameFrom)) {
            if (declarations.named(reached).orElse(null) instanceof Ast.Data data && data.isTarget()) {
                List<String> path = path(reached, cameFrom);
                Ast.Reference culprit = declarations.mentions(name).values().get(path.get(1));
                diagnostics.report(
                        DiagnosticCode.TARGET_IN_OUTPUT, culprit.span(), name, reached, String.join(" -> ", path));
                return;
            }
        }
    }

    private static List<String> path(String end, Map<String, String> cameFrom) {
        List<String> path = new ArrayList<>();
        for (String at = end; at != null; at = cameFrom.get(at)) {
            path.add(0, at);
        }
        return path;
    }

    private void warn() {
        Set<String> loss = reach(List.of(TypedModel.LOSS), new HashMap<>());
        List<String> results = declarations.definitions().values().stream()
                .filter(d -> d.role() != Ast.DefinitionRole.LET)
                .map(d -> d.name().text())
                .toList();
        Set<String> used = new HashSet<>(loss);
        used.addAll(reach(results, new HashMap<>()));
        declarations.data().stream()
                .filter(d -> !used.contains(d.name().text()))
                .forEach(d -> unused(d.isTarget() ? "target" : "input", d.name()));
        declarations.definitions().values().stream()
                .filter(d -> !used.contains(d.name().text()))
                .forEach(d -> unused("let", d.name()));
        Set<String> called = called();
        declarations.instances().stream()
                .filter(i -> !called.contains(i.name().text()))
                .forEach(i -> unused("layer", i.name()));
        declarations.parameters().stream()
                .filter(p -> !p.frozen() && !loss.contains(p.name().text()))
                .map(Ast.Parameter::name)
                .forEach(p -> diagnostics.report(DiagnosticCode.PARAMETER_WITHOUT_EFFECT, p.span(), p.text()));
    }

    /** Functions and layers that definitions or the loss call, used or not. */
    private Set<String> called() {
        Set<String> called = new HashSet<>();
        declarations
                .computed()
                .forEach(name ->
                        called.addAll(declarations.mentions(name).functions().keySet()));
        return called;
    }

    private void unused(String kind, Ast.Name name) {
        diagnostics.report(DiagnosticCode.UNUSED, name.span(), kind, name.text());
    }

    /** Everything that {@code start} and the definitions among it mention, directly or not, nearest first. */
    private Set<String> reach(Collection<String> start, Map<String, String> cameFrom) {
        Set<String> reached = new LinkedHashSet<>(start);
        Deque<String> open = new ArrayDeque<>(start);
        while (!open.isEmpty()) {
            String name = open.remove();
            if (declarations.computed().contains(name)) {
                for (String next : declarations.mentions(name).values().keySet()) {
                    if (reached.add(next)) {
                        cameFrom.put(next, name);
                        open.add(next);
                    }
                }
            }
        }
        return reached;
    }
}
