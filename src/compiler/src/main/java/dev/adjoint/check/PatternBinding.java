package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the names in a function's patterns their axes. The first name of an axis is that axis itself, so that reductions
 * over it mean what they say; a second name, as where both {@code q[t, e]} and {@code k[u, e]} are the same value, is an
 * index variable of its own over the same dim.
 */
final class PatternBinding {
    private final Session session;
    private final Ast.Function function;
    private final Ast.Call call;
    private final Map<String, Axis> axes = new LinkedHashMap<>();
    private final Map<String, Map<Axis, String>> names = new LinkedHashMap<>();
    private final Map<Axis, Axis> renamed = new LinkedHashMap<>();
    private final Set<Axis> variables = new HashSet<>();
    private final Set<String> taken = new HashSet<>();

    /** @param types of all arguments, whose index variables get no namesake */
    PatternBinding(Session session, Ast.Function function, Ast.Call call, List<ValueType> types) {
        this.session = session;
        this.function = function;
        this.call = call;
        types.forEach(type -> type.shape().axes().forEach(axis -> taken.add(axis.name())));
    }

    /** What names stand for. */
    Map<String, Axis> axes() {
        return axes;
    }

    /** What the axes of parameters are called, by the names of parameters. */
    Map<String, Map<Axis, String>> names() {
        return names;
    }

    /** Those that were made here. */
    Set<Axis> variables() {
        return variables;
    }

    /**
     * The axes that the call names. One whose dim the first argument has several times becomes an index variable in the
     * body: {@code x - max[k](x)} over {@code [t, t]} would not tell which of the two is meant.
     *
     * @param first type of the first argument
     */
    void bindParameters(List<Axis> given, ValueType first) {
        for (int i = 0; i < given.size(); i++) {
            Axis axis = given.get(i);
            String name = function.axes().get(i).text();
            long count = first.positional().stream()
                    .filter(other -> other.dim().equals(axis.dim()))
                    .count();
            if (axis.isCanonical() && count > 1) {
                renamed.put(axis, variable(name, axis.dim()));
            }
            axes.put(name, renamed.getOrDefault(axis, axis));
        }
    }

    /** The value of a parameter as the body sees it. */
    TypedExpression seen(TypedExpression value) {
        Map<Axis, Axis> names = new LinkedHashMap<>(renamed);
        names.keySet().removeIf(axis -> !value.type().shape().contains(axis));
        return names.isEmpty() ? value : renamed(value, names);
    }

    /**
     * @param sizes finds the dims of sizes in the pattern
     * @return false if something was reported
     */
    boolean bind(Ast.Formal formal, ValueType type, SizeExpressions sizes) {
        Ast.Pattern pattern = formal.pattern().orElseThrow();
        List<Axis> all = type.positional();
        int count = pattern.leading().size() + pattern.trailing().size();
        if (all.size() < count || all.size() > count && !pattern.isOpen()) {
            report(formal, type);
            return false;
        }
        List<Ast.Axis> written = new ArrayList<>(pattern.leading());
        written.addAll(pattern.trailing());
        Map<Axis, String> named = new LinkedHashMap<>();
        boolean good = true;
        for (int i = 0; i < written.size(); i++) {
            boolean leads = i < pattern.leading().size();
            Axis axis = all.get(leads ? i : all.size() - written.size() + i);
            good &= bind(formal, written.get(i), axis, sizes);
            written.get(i).name().ifPresent(name -> named.put(axis, name.text()));
        }
        names.put(formal.name().text(), named);
        return good;
    }

    private boolean bind(Ast.Formal formal, Ast.Axis written, Axis axis, SizeExpressions sizes) {
        Optional<Dim> expected = Optional.empty();
        if (written.size().isPresent()) {
            expected = sizes.dim(written.size().get());
            if (expected.isEmpty()) {
                return false;
            }
        }
        String name = written.name().map(Ast.Name::text).orElse("");
        if (expected.isEmpty() && axes.containsKey(name)) {
            expected = Optional.of(axes.get(name).dim());
        }
        if (expected.isPresent() && !expected.get().equals(axis.dim())) {
            String needed = "'" + expected.get().name() + "'";
            session.report(
                    DiagnosticCode.PATTERN_DIM,
                    call.span(),
                    call.function().text(),
                    formal.name().text(),
                    axis.dim().name(),
                    name.isEmpty() ? needed : "'" + name + "', which is " + needed);
            return false;
        }
        if (written.name().isPresent() && !axes.containsKey(name)) {
            axes.put(name, axes.containsValue(axis) ? variable(name, axis.dim()) : axis);
        }
        return true;
    }

    private Axis variable(String name, Dim dim) {
        String free = name;
        while (taken.contains(free)) {
            free += "_";
        }
        taken.add(free);
        Axis variable = new Axis(free, dim);
        variables.add(variable);
        return variable;
    }

    private void report(Ast.Formal formal, ValueType type) {
        String pattern = formal.pattern().orElseThrow().span().text();
        session.report(
                DiagnosticCode.PATTERN_RANK,
                call.span(),
                call.function().text(),
                formal.name().text() + pattern,
                type.toString());
    }

    /** The value as callers see it: variables that were made here become axes by position. */
    TypedExpression canonical(TypedExpression value) {
        if (value.type().shape().axes().stream().noneMatch(variables::contains)) {
            return value;
        }
        return renamed(value, CanonicalAxes.of(value.type().shape(), variables::contains));
    }

    private static TypedExpression renamed(TypedExpression value, Map<Axis, Axis> names) {
        Shape shape = CanonicalAxes.rename(value.type().shape(), names);
        return new TypedExpression.Rename(
                value.span(), new ValueType(value.type().kind(), shape), value, names);
    }
}
