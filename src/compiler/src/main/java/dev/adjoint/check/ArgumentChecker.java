package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out which argument of a call is for which parameter, and checks them. */
final class ArgumentChecker {
    private final ExpressionChecker expressions;
    private final Session session;
    private final SizeExpressions sizes;

    ArgumentChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.session = expressions.session();
        this.sizes = new SizeExpressions(session, expressions.scope());
    }

    /**
     * @param values in the order of {@link Arguments#names()}
     * @param lent instances that are handed on in pipelines: the places that the function has for them, and those here
     */
    record Checked(Arguments arguments, List<TypedExpression> values, Map<String, String> lent) {
        Checked {
            values = List.copyOf(values);
            lent = Map.copyOf(lent);
        }
    }

    /** Empty if something was reported. */
    Optional<Checked> check(Ast.Call call, Ast.Function function) {
        Map<String, Ast.Expression> written = new LinkedHashMap<>();
        if (!match(call, function, written)) {
            call.operands().stream()
                    .filter(argument -> !(argument instanceof Ast.Pipeline))
                    .forEach(expressions::check);
            return Optional.empty();
        }
        PipelineArguments pipelines = new PipelineArguments(expressions);
        boolean good = true;
        for (Ast.Formal formal : function.parameters()) {
            String name = formal.name().text();
            if (formal.isPipeline()) {
                good &= pipelines.check(function, formal, written.remove(name));
            }
        }
        written.putAll(pipelines.values());
        List<TypedExpression> values = new ArrayList<>();
        for (Ast.Expression argument : written.values()) {
            values.add(expressions.check(argument));
        }
        if (!good || values.stream().anyMatch(Broken.class::isInstance)) {
            return Optional.empty();
        }
        List<Optional<Dim>> asSizes =
                written.values().stream().map(sizes::ifSize).toList();
        List<ValueType> types = values.stream().map(TypedExpression::type).toList();
        return axes(call, function, values).map(axes -> {
            List<String> names = List.copyOf(written.keySet());
            return new Checked(new Arguments(names, types, asSizes, axes, pipelines.found()), values, pipelines.lent());
        });
    }

    /** @param written receives the arguments by the names of parameters, in the order of the call */
    private boolean match(Ast.Call call, Ast.Function function, Map<String, Ast.Expression> written) {
        List<Ast.Formal> formals = function.parameters();
        int given = call.operands().size();
        long needed = formals.stream().filter(f -> f.value().isEmpty()).count();
        if (call.arguments().size() > formals.size() || given > formals.size() || given < needed) {
            String least = needed == formals.size() ? "" : needed + " to ";
            String takes = least + formals.size() + (formals.size() == 1 ? " argument" : " arguments");
            String name = call.function().text();
            session.report(DiagnosticCode.WRONG_ARITY, call.span(), name, takes, String.valueOf(given));
            return false;
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            written.put(formals.get(i).name().text(), call.arguments().get(i));
        }
        boolean good = true;
        for (Ast.Argument argument : call.named()) {
            good &= matchNamed(call, formals, argument, written);
        }
        return good && nothingMissing(call, formals, written);
    }

    private boolean matchNamed(
            Ast.Call call, List<Ast.Formal> formals, Ast.Argument argument, Map<String, Ast.Expression> written) {
        String name = argument.name().text();
        List<String> names = formals.stream().map(f -> f.name().text()).toList();
        if (!names.contains(name)) {
            String near = Spelling.nearest(name, names).orElse("");
            session.report(
                    DiagnosticCode.UNKNOWN_ARGUMENT,
                    argument.name().span(),
                    call.function().text(),
                    name,
                    near);
            return false;
        }
        if (written.putIfAbsent(name, argument.value()) != null) {
            session.report(DiagnosticCode.DUPLICATE_ARGUMENT, argument.name().span(), name);
            return false;
        }
        return true;
    }

    private boolean nothingMissing(Ast.Call call, List<Ast.Formal> formals, Map<String, Ast.Expression> written) {
        for (Ast.Formal formal : formals) {
            String name = formal.name().text();
            if (formal.value().isEmpty() && !written.containsKey(name)) {
                session.report(
                        DiagnosticCode.MISSING_ARGUMENT,
                        call.span(),
                        call.function().text(),
                        name);
                return false;
            }
        }
        return true;
    }

    /** Those in brackets, which are axes of the first argument; without brackets its last. */
    private Optional<List<Axis>> axes(Ast.Call call, Ast.Function function, List<TypedExpression> values) {
        int needed = function.axes().size();
        String name = call.function().text();
        if (call.axes().isPresent() && call.axes().get().size() != needed) {
            DiagnosticCode code = needed == 0 ? DiagnosticCode.AXES_OF_POINTWISE : DiagnosticCode.WRONG_ARITY;
            String takes = needed + (needed == 1 ? " axis" : " axes");
            String found = String.valueOf(call.axes().get().size());
            session.report(code, call.function().span(), name, takes, found);
            return Optional.empty();
        }
        if (needed == 0) {
            return Optional.of(List.of());
        }
        TypedExpression first = values.get(0);
        if (call.axes().isPresent()) {
            return expressions.brackets().all(call, first);
        }
        List<Axis> all = first.type().positional();
        if (all.size() < needed) {
            String found = first.type().toString();
            session.report(DiagnosticCode.TOO_FEW_AXES, first.span(), name, String.valueOf(needed), found);
            return Optional.empty();
        }
        return Optional.of(all.subList(all.size() - needed, all.size()));
    }
}
