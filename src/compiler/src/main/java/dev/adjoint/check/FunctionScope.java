package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A function's body sees the function's parameters and nothing else. An empty type is one that is not known. */
record FunctionScope(Map<String, Optional<ValueType>> types) implements Scope {
    /** For a call with arguments of those types. */
    static FunctionScope of(List<String> parameters, List<ValueType> arguments) {
        Map<String, Optional<ValueType>> types = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            types.put(parameters.get(i), Optional.of(arguments.get(i)));
        }
        return new FunctionScope(types);
    }

    /** Checks what does not depend on the types of arguments: names and numbers of arguments. */
    static void check(Ast.Function function, Session session) {
        Set<String> seen = new HashSet<>();
        Map<String, Optional<ValueType>> types = new HashMap<>();
        reportNotYet(function, session);
        for (Ast.Formal formal : function.parameters()) {
            Ast.Name parameter = formal.name();
            if (parameter.text().equals(ExpressionChecker.PI)) {
                session.report(DiagnosticCode.RESERVED_WORD, parameter.span(), parameter.text());
            }
            if (!seen.add(parameter.text())) {
                String line = String.valueOf(function.name().span().line());
                session.report(DiagnosticCode.DUPLICATE_NAME, parameter.span(), parameter.text(), line);
            }
            types.put(parameter.text(), Optional.empty());
        }
        new ExpressionChecker(session, new FunctionScope(types))
                .check(function.body().result());
    }

    private static void reportNotYet(Ast.Function function, Session session) {
        if (function.isLayer()) {
            session.report(DiagnosticCode.NOT_YET, function.name().span(), "the declaration of layers");
        }
        if (!function.axes().isEmpty()) {
            session.report(DiagnosticCode.NOT_YET, function.name().span(), "a function with axes");
        }
        for (Ast.Formal formal : function.parameters()) {
            if (formal.pattern().isPresent() || formal.value().isPresent()) {
                session.report(DiagnosticCode.NOT_YET, formal.span(), "a parameter with a pattern or a default value");
            }
        }
        if (!function.body().items().isEmpty()) {
            session.report(DiagnosticCode.NOT_YET, function.body().span(), "a body with items");
        }
    }

    @Override
    public Optional<TypedExpression> find(Ast.Reference reference) {
        Optional<ValueType> type = types.get(reference.name());
        if (type == null) {
            return Optional.empty();
        }
        return type.isPresent()
                ? Optional.of(new TypedExpression.Reference(reference.span(), type.get(), reference.name()))
                : Optional.of(new TypedExpression.Broken(reference.span()));
    }

    @Override
    public Optional<ValueType> type(String name) {
        return types.getOrDefault(name, Optional.empty());
    }

    @Override
    public Optional<Axis> axis(String name) {
        return argumentAxes().filter(axis -> axis.name().equals(name)).findFirst();
    }

    @Override
    public Collection<String> names() {
        return types.keySet();
    }

    @Override
    public Collection<String> axes() {
        return argumentAxes().map(Axis::name).toList();
    }

    @Override
    public boolean knowsTypes() {
        return types.values().stream().allMatch(Optional::isPresent);
    }

    @Override
    public Set<String> taken() {
        return argumentAxes()
                .filter(axis -> !axis.isCanonical())
                .map(Axis::name)
                .collect(Collectors.toSet());
    }

    private Stream<Axis> argumentAxes() {
        return types.values().stream().flatMap(Optional::stream).flatMap(type -> type.shape().axes().stream());
    }

    @Override
    public String hint() {
        return "a function sees its parameters only: pass the value as an argument";
    }
}
