package dev.adjoint.check;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model's items by kind, after names that are declared twice and items that stand twice were reported and left out. */
final class Declarations {
    private final Map<String, Ast.Item> named = new LinkedHashMap<>();
    private final Map<String, Ast.Item> single = new LinkedHashMap<>();
    private final Map<String, Ast.Definition> definitions = new LinkedHashMap<>();
    private final Map<String, Mentions> mentions = new LinkedHashMap<>();
    private final Map<String, Ast.Expression> values = new LinkedHashMap<>();
    private final List<Ast.Update> updates = new ArrayList<>();
    private final Diagnostics diagnostics;

    private Declarations(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    static Declarations of(Ast.Model model, Diagnostics diagnostics) {
        Declarations declarations = new Declarations(diagnostics);
        model.items().forEach(declarations::add);
        return declarations;
    }

    private void add(Ast.Item item) {
        if (item instanceof Ast.Precision) {
            addSingle("precision", item);
        } else if (item instanceof Ast.Loss loss) {
            addSingle(TypedModel.LOSS, item);
            mentions.putIfAbsent(TypedModel.LOSS, Mentions.in(loss.value()));
            values.putIfAbsent(TypedModel.LOSS, loss.value());
        } else if (item instanceof Ast.Train) {
            addSingle("train", item);
        } else if (item instanceof Ast.Update update) {
            updates.add(update);
        } else {
            addNamed(Items.name(item).orElseThrow(), item);
        }
    }

    private void addSingle(String word, Ast.Item item) {
        Ast.Item earlier = single.putIfAbsent(word, item);
        if (earlier != null) {
            diagnostics.report(DiagnosticCode.DUPLICATE_ITEM, item.span(), word, line(earlier));
        }
    }

    private void addNamed(Ast.Name name, Ast.Item item) {
        if (ExpressionChecker.CONSTANTS.contains(name.text())) {
            diagnostics.report(DiagnosticCode.RESERVED_WORD, name.span(), name.text());
            return;
        }
        Ast.Item earlier = named.putIfAbsent(name.text(), item);
        if (earlier != null) {
            diagnostics.report(DiagnosticCode.DUPLICATE_NAME, name.span(), name.text(), line(earlier));
        } else if (item instanceof Ast.Definition definition) {
            definitions.put(name.text(), definition);
            mentions.put(name.text(), Mentions.in(definition));
            values.put(name.text(), definition.value());
        }
    }

    private static String line(Ast.Item item) {
        return String.valueOf(item.span().line());
    }

    /** The names of dims and values. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(named.keySet());
        names.removeIf(name -> named.get(name) instanceof Ast.Instance);
        loss().ifPresent(loss -> names.add(TypedModel.LOSS));
        return names;
    }

    Optional<Ast.Item> named(String name) {
        return Optional.ofNullable(named.get(name));
    }

    List<Ast.Dim> dims() {
        return all(Ast.Dim.class);
    }

    /** Inputs and targets. */
    List<Ast.Data> data() {
        return all(Ast.Data.class);
    }

    List<Ast.Parameter> parameters() {
        return all(Ast.Parameter.class);
    }

    List<Ast.Instance> instances() {
        return all(Ast.Instance.class);
    }

    /** {@code let}s, outputs and metrics by name, in declared order. */
    Map<String, Ast.Definition> definitions() {
        return definitions;
    }

    /** The names of all definitions, and of the loss if there is one. */
    Set<String> computed() {
        return Collections.unmodifiableSet(mentions.keySet());
    }

    /** The expression of a computed value. */
    Ast.Expression value(String computed) {
        return values.get(computed);
    }

    /** The expressions of all computed values. */
    Map<String, Ast.Expression> values() {
        return Collections.unmodifiableMap(values);
    }

    /** What a {@linkplain #computed computed} value mentions. */
    Mentions mentions(String computed) {
        return mentions.get(computed);
    }

    /** The computed values among what one of them mentions. */
    List<String> computedFrom(String computed) {
        return mentions.get(computed).values().keySet().stream()
                .filter(mentions::containsKey)
                .toList();
    }

    /** Where a computed value is declared. */
    Span place(String computed) {
        return definitions.containsKey(computed)
                ? definitions.get(computed).name().span()
                : loss().orElseThrow().span();
    }

    Optional<Ast.Precision> precision() {
        return Optional.ofNullable((Ast.Precision) single.get("precision"));
    }

    /** The next values of states. */
    List<Ast.Update> updates() {
        return updates;
    }

    Optional<Ast.Loss> loss() {
        return Optional.ofNullable((Ast.Loss) single.get(TypedModel.LOSS));
    }

    Optional<Ast.Train> train() {
        return Optional.ofNullable((Ast.Train) single.get("train"));
    }

    private <T extends Ast.Item> List<T> all(Class<T> kind) {
        List<T> items = new ArrayList<>();
        named.values().stream().filter(kind::isInstance).map(kind::cast).forEach(items::add);
        return items;
    }
}
