package dev.adjoint.check;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.SourceFile;
import dev.adjoint.syntax.Ast;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which functions each file sees: its own, those declared in the files it imports, and below both the prelude's. A
 * function's own body is read in the file that declares it, so shadowing the prelude changes nothing for the prelude.
 */
final class Functions {
    private final Map<SourceFile, Map<String, Ast.Function>> visible = new HashMap<>();
    private final List<Ast.Function> declared = new ArrayList<>();
    private final Set<Ast.Name> recursive = new HashSet<>();
    private final Diagnostics diagnostics;
    private final SourceFile root;

    Functions(Imports imports, Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        this.root = imports.files().iterator().next().source();
        Ast.File prelude = Prelude.FILE;
        Map<String, Ast.Function> basis = prelude.functions().stream()
                .collect(Collectors.toMap(f -> f.name().text(), f -> f));
        visible.put(prelude.source(), basis);
        for (Ast.File file : imports.files()) {
            visible.put(file.source(), visibleIn(file, imports.importedBy(file), basis));
        }
        findRecursion();
    }

    /** The function that {@code name} means in {@code file}. */
    Optional<Ast.Function> find(SourceFile file, String name) {
        return Optional.ofNullable(visibleIn(file).get(name));
    }

    /** Whether a name, where it stands, is that of a layer. */
    boolean isLayer(Ast.Name name) {
        return find(name.span().file(), name.text())
                .filter(Ast.Function::isLayer)
                .isPresent();
    }

    Collection<String> names(SourceFile file) {
        return visibleIn(file).keySet();
    }

    /** What an item sees that was added to the model from elsewhere is what the model sees. */
    private Map<String, Ast.Function> visibleIn(SourceFile file) {
        return visible.getOrDefault(file, visible.get(root));
    }

    /** All but the prelude's. */
    List<Ast.Function> declared() {
        return declared;
    }

    /** Whether the function can reach itself through calls. */
    boolean isRecursive(Ast.Function function) {
        return recursive.contains(function.name());
    }

    private Map<String, Ast.Function> visibleIn(
            Ast.File file, Map<Ast.Import, Ast.File> imported, Map<String, Ast.Function> basis) {
        Map<String, Ast.Function> named = new HashMap<>();
        imported.forEach((statement, other) -> addImported(statement, other, named));
        for (Ast.Function function : file.functions()) {
            Ast.Name name = function.name();
            Ast.Function earlier = named.putIfAbsent(name.text(), function);
            if (Builtins.has(name.text())) {
                diagnostics.report(DiagnosticCode.BUILTIN_FUNCTION, name.span(), name.text());
            } else if (earlier != null) {
                String place = earlier.name().span().toString();
                diagnostics.report(DiagnosticCode.DUPLICATE_FUNCTION, name.span(), name.text(), place);
            }
            declared.add(function);
        }
        Map<String, Ast.Function> all = new HashMap<>(basis);
        all.putAll(named);
        return all;
    }

    /** A file that declares a function twice is told so itself. */
    private void addImported(Ast.Import statement, Ast.File other, Map<String, Ast.Function> named) {
        for (Ast.Function function : other.functions()) {
            Ast.Name name = function.name();
            Ast.Function earlier = named.putIfAbsent(name.text(), function);
            if (earlier != null && earlier.span().file() != name.span().file()) {
                String place = earlier.name().span().toString();
                diagnostics.report(DiagnosticCode.DUPLICATE_FUNCTION, statement.span(), name.text(), place);
            }
        }
    }

    /** Whether a layer, or one within, keeps state. */
    boolean keepsState(Ast.Function layer) {
        Set<Ast.Function> entered = new HashSet<>(Set.of(layer));
        Deque<Ast.Function> open = new ArrayDeque<>(entered);
        while (!open.isEmpty()) {
            Ast.Function function = open.pop();
            if (function.body().items().stream().anyMatch(i -> i instanceof Ast.Parameter p && p.isState())) {
                return true;
            }
            for (Ast.Name name : Items.calls(function.body())) {
                find(function.span().file(), name.text()).filter(entered::add).ifPresent(open::push);
            }
        }
        return false;
    }

    private void findRecursion() {
        Map<Ast.Name, Ast.Function> byName = new LinkedHashMap<>();
        declared.forEach(f -> byName.put(f.name(), f));
        var order = DependencyOrder.of(byName.keySet(), name -> callees(byName.get(name)));
        for (List<Ast.Name> cycle : order.cycles()) {
            recursive.addAll(cycle);
            Ast.Name name = cycle.get(0);
            String path = cycle.stream().map(Ast.Name::text).collect(Collectors.joining(" -> "));
            DiagnosticCode code =
                    byName.get(name).isLayer() ? DiagnosticCode.RECURSIVE_LAYER : DiagnosticCode.RECURSIVE_FUNCTION;
            diagnostics.report(code, name.span(), name.text(), path);
        }
    }

    /** The prelude's functions call nothing but each other, so they need no looking into. */
    private List<Ast.Name> callees(Ast.Function function) {
        SourceFile file = function.span().file();
        Set<String> pipelines = function.pipelines();
        return Items.calls(function.body()).stream()
                .filter(name -> !pipelines.contains(name.text()))
                .flatMap(name -> find(file, name.text()).stream())
                .filter(callee -> callee.span().file() != Prelude.FILE.source())
                .map(Ast.Function::name)
                .toList();
    }
}
