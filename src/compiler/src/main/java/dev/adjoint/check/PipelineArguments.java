package dev.adjoint.check;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks the arguments of a call that are pipelines, and finds what they need of the caller. */
final class PipelineArguments {
    private final Session session;
    private final Scope scope;
    private final Map<String, Pipeline> found = new HashMap<>();
    private final Map<String, Ast.Expression> values = new LinkedHashMap<>();
    private final Map<String, String> lent = new HashMap<>();

    PipelineArguments(ExpressionChecker expressions) {
        this.session = expressions.session();
        this.scope = expressions.scope();
    }

    /** By names of parameters. */
    Map<String, Pipeline> found() {
        return found;
    }

    /** What is to be handed over with them, by the names that the function has for it. */
    Map<String, Ast.Expression> values() {
        return values;
    }

    /** Instances that they use: the places that the function has for them, and those here. */
    Map<String, String> lent() {
        return lent;
    }

    /** Whether the argument is a pipeline that may stand there; else that is reported. */
    boolean check(Ast.Function function, Ast.Formal formal, Ast.Expression argument) {
        String name = formal.name().text();
        if (!(argument instanceof Ast.Pipeline pipeline)) {
            reportValue(function, name, argument);
            return false;
        }
        Lifting.Lifted lifted = Lifting.lift(pipeline, scope, session.functions());
        if (scope.isModel() || !scope.knowsTypes()) { // else it was checked with what surrounds it
            BodyChecker.check(lifted.code(), session);
        }
        if (lifted.code().isLayer() && !function.isLayer()) {
            session.report(
                    DiagnosticCode.LAYER_IN_FUNCTION,
                    pipeline.span(),
                    pipeline.span().text());
            return false;
        }
        Map<String, Pipeline> handedOn = new HashMap<>();
        for (String other : lifted.code().pipelines()) {
            scope.pipeline(other).ifPresent(known -> handedOn.put(other, known));
        }
        Pipeline closed = new Pipeline(lifted.code(), handedOn);
        found.put(name, closed);
        for (String needed : closed.values()) {
            Ast.Expression value = lifted.captured().getOrDefault(needed, new Ast.Reference(pipeline.span(), needed));
            values.put(Pipeline.within(name, needed), value);
        }
        closed.lent().forEach(instance -> lent.put(Pipeline.within(name, instance), instance));
        return true;
    }

    private void reportValue(Ast.Function function, String name, Ast.Expression argument) {
        String text = argument.span().text();
        if (argument instanceof Ast.Reference || argument instanceof Ast.Call) {
            session.report(
                    DiagnosticCode.VALUE_AS_PIPELINE,
                    argument.span(),
                    name,
                    function.name().text(),
                    text);
        } else {
            session.report(
                    DiagnosticCode.VALUE_AS_PIPELINE,
                    argument.span(),
                    name,
                    function.name().text());
        }
    }
}
