package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that what a pipeline gives has the axes that its parameter demands: {@code |> f[.., d]}. */
final class ResultPattern {
    private final Session session;
    private final Scope scope;

    ResultPattern(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    /** Names in it must stand for axes of other parameters, or be such parameters. */
    void checkNames(Ast.Pattern pattern) {
        for (Ast.Axis axis : written(pattern)) {
            axis.name().filter(name -> !scope.names().contains(name.text())).ifPresent(name -> {
                String near = Spelling.nearest(name.text(), scope.names()).orElse("");
                session.report(DiagnosticCode.UNKNOWN_DIM, name.span(), name.text(), near);
            });
        }
    }

    /**
     * @param pipeline where it stands
     * @return false if something was reported
     */
    boolean fits(Ast.Formal formal, ValueType result, Span pipeline) {
        Ast.Pattern pattern = formal.pattern().orElseThrow();
        List<Axis> found = result.positional();
        int leading = pattern.leading().size();
        int named = leading + pattern.trailing().size();
        if (found.size() < named || found.size() > named && !pattern.isOpen()) {
            String axes = named + (named == 1 ? " axis" : " axes") + (pattern.isOpen() ? " or more" : "");
            report(formal, result, pipeline, axes);
            return false;
        }
        List<Ast.Axis> written = written(pattern);
        for (int i = 0; i < named; i++) {
            Optional<Dim> needed = dim(written.get(i));
            Dim dim = found.get(i < leading ? i : found.size() - named + i).dim();
            if (needed.isEmpty()) {
                return false;
            }
            if (!needed.get().equals(dim)) {
                String name = written.get(i).span().text();
                String expected = needed.get().name();
                report(
                        formal,
                        result,
                        pipeline,
                        name.equals(expected) ? "'" + name + "'" : "'" + expected + "' for '" + name + "'");
                return false;
            }
        }
        return true;
    }

    private Optional<Dim> dim(Ast.Axis axis) {
        SizeExpressions sizes = new SizeExpressions(session, scope);
        return axis.size().isPresent() ? sizes.dim(axis.size().get()) : sizes.declared(axis);
    }

    private static List<Ast.Axis> written(Ast.Pattern pattern) {
        List<Ast.Axis> written = new ArrayList<>(pattern.leading());
        written.addAll(pattern.trailing());
        return written;
    }

    private void report(Ast.Formal formal, ValueType result, Span pipeline, String needed) {
        session.report(
                DiagnosticCode.PIPELINE_RESULT,
                pipeline,
                result.toString(),
                formal.span().text(),
                needed);
    }
}
