package dev.adjoint.syntax;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.antlr.NnParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes axes from ANTLR's tree: of declarations, of patterns, and those a call names. */
final class AxisBuilder {
    private final ExpressionBuilder expressions;
    private final Places places;
    private final Diagnostics diagnostics;

    AxisBuilder(ExpressionBuilder expressions, Places places, Diagnostics diagnostics) {
        this.expressions = expressions;
        this.places = places;
        this.diagnostics = diagnostics;
    }

    List<Ast.Axis> axes(AxesContext context) {
        List<Ast.Axis> axes = new ArrayList<>();
        for (AxisContext axis : context.axis()) {
            axes.add(axis(axis));
        }
        return axes;
    }

    /** The names between the brackets of a call. */
    List<Ast.Axis> axes(SubscriptContext context) {
        if (context.ELSE() != null) {
            diagnostics.report(DiagnosticCode.EXPECTED, places.of(context.ELSE().getSymbol()), "',' or ']'", "'else'");
        }
        List<Ast.Axis> axes = new ArrayList<>();
        for (IndexContext index : context.index()) {
            Ast.Expression first = expressions.expression(index.expression(0));
            Optional<Ast.Expression> size =
                    Optional.ofNullable(index.expression(1)).map(expressions::expression);
            axes.add(axis(places.of(index), first, size));
        }
        return axes;
    }

    private Ast.Axis axis(AxisContext context) {
        Ast.Expression first = expressions.sum(context.sum(0));
        return axis(
                places.of(context), first, Optional.ofNullable(context.sum(1)).map(expressions::sum));
    }

    private Ast.Axis axis(Span span, Ast.Expression first, Optional<Ast.Expression> size) {
        if (first instanceof Ast.Reference reference) {
            return new Ast.Axis(span, Optional.of(new Ast.Name(reference.span(), reference.name())), size);
        }
        if (size.isPresent()) {
            diagnostics.report(
                    DiagnosticCode.EXPECTED, first.span(), "the name of an index before ':'", "an expression");
        }
        return new Ast.Axis(span, Optional.empty(), Optional.of(first));
    }

    Ast.Pattern pattern(PatternContext context) {
        List<Ast.Axis> leading = new ArrayList<>();
        List<Ast.Axis> trailing = new ArrayList<>();
        boolean isOpen = false;
        for (PatternAxisContext entry : context.patternAxis()) {
            if (entry.axis() != null) {
                (isOpen ? trailing : leading).add(axis(entry.axis()));
            } else if (isOpen) {
                diagnostics.report(DiagnosticCode.DUPLICATE_AXIS, places.of(entry), "..");
            } else {
                isOpen = true;
            }
        }
        return new Ast.Pattern(places.of(context), leading, isOpen, trailing);
    }
}
