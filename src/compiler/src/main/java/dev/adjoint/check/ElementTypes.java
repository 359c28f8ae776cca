package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Kind;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.syntax.Ast;
import java.util.List;
import java.util.Optional;

/** Element types as they are written: what inputs and targets are made of, and what parameters of functions ask for. */
final class ElementTypes {
    private static final String CLASS = "class";
    private static final String INDEX = "index";
    private static final String BOOL = "bool";
    private static final String REAL = "real";

    private final Session session;
    private final Scope scope;
    private final SizeExpressions sizes;

    /** @param scope whose sizes types may mention */
    ElementTypes(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
        this.sizes = new SizeExpressions(session, scope);
    }

    /** That of data, which says how many classes or indices there are; empty if something was reported. */
    Optional<Kind> of(Ast.Kind written) {
        if (!isKnown(written)) {
            return Optional.empty();
        }
        if (counts(written) && written.size().isEmpty()) {
            reportUnknown(written);
            return Optional.empty();
        }
        Optional<Dim> counted = written.size().flatMap(sizes::dim);
        return switch (written.name().text()) {
            case CLASS -> counted.map(Kind.Label::new);
            case INDEX -> counted.map(Kind.Index::new);
            case BOOL -> Optional.of(Kind.BOOL);
            default -> Optional.of(Kind.REAL);
        };
    }

    /** Whether there is such a type; else that is reported. */
    boolean isKnown(Ast.Kind written) {
        if (!exists(written)) {
            reportUnknown(written);
        }
        return exists(written);
    }

    private static boolean exists(Ast.Kind written) {
        return counts(written)
                || List.of(BOOL, REAL).contains(written.name().text())
                        && written.size().isEmpty();
    }

    private static boolean counts(Ast.Kind written) {
        return List.of(CLASS, INDEX).contains(written.name().text());
    }

    private void reportUnknown(Ast.Kind written) {
        session.report(
                DiagnosticCode.UNKNOWN_KIND, written.span(), written.span().text());
    }

    /**
     * Whether a value is made of what a parameter asks for; else that is reported. Labels and indices stand for each other,
     * as they do in subscripts.
     *
     * @param formal with an element type; one that there is not was reported where it is declared
     */
    boolean fit(Ast.Function function, Ast.Formal formal, ValueType found, Ast.Call call) {
        Ast.Kind written = formal.kind().orElseThrow();
        if (!exists(written)) {
            return false;
        }
        if (!counts(written)) {
            Kind kind = written.name().text().equals(BOOL) ? Kind.BOOL : Kind.REAL;
            return found.kind().equals(kind) || report(function, formal, found, call, kind + "s");
        }
        Optional<Dim> counted = ValueType.counted(found.kind());
        if (written.size().isEmpty()) {
            String any = written.name().text().equals(CLASS) ? "class labels" : "indices";
            return counted.isPresent() || report(function, formal, found, call, any);
        }
        Optional<Dim> expected = sizes.dim(written.size().get());
        if (expected.isEmpty()) {
            return false;
        }
        String expectation = (written.name().text().equals(CLASS) ? "labels of " : "indices of ") + expected.get();
        return counted.filter(expected.get()::hasIndicesOf).isPresent()
                || report(function, formal, found, call, expectation);
    }

    private boolean report(
            Ast.Function function, Ast.Formal formal, ValueType found, Ast.Call call, String expectation) {
        Optional<Ast.Expression> argument = argument(function, formal, call);
        session.report(
                DiagnosticCode.WRONG_ELEMENT_TYPE,
                argument.map(Ast.Expression::span).orElse(call.span()),
                expectation + " for '" + formal.name().text() + "' of '"
                        + function.name().text() + "'",
                found.toString(),
                argument.map(given -> hint(function, formal.kind().orElseThrow(), given, found, call))
                        .orElse(""));
        return false;
    }

    /** Whether the size is that of an axis of the first argument which the call does not name. */
    private static boolean takesLastAxis(Ast.Function function, Ast.Kind expected, Ast.Call call) {
        return call.axes().isEmpty()
                && expected.size().isPresent()
                && expected.size().get() instanceof Ast.Reference reference
                && function.axes().stream().anyMatch(axis -> axis.text().equals(reference.name()));
    }

    private boolean firstHas(Ast.Function function, Dim dim) {
        return scope.type(function.parameters().get(0).name().text())
                .filter(type -> type.shape().dims().contains(dim))
                .isPresent();
    }

    /** What the call gives for a parameter; empty if that is its default, or comes from elsewhere. */
    private static Optional<Ast.Expression> argument(Ast.Function function, Ast.Formal formal, Ast.Call call) {
        int place = function.parameters().indexOf(formal);
        if (place < call.arguments().size()) {
            return Optional.of(call.arguments().get(place));
        }
        return call.named().stream()
                .filter(given -> given.name().text().equals(formal.name().text()))
                .map(Ast.Argument::value)
                .findFirst();
    }

    private String hint(
            Ast.Function function, Ast.Kind expected, Ast.Expression argument, ValueType found, Ast.Call call) {
        String text = argument.span().text();
        Optional<Dim> counted = ValueType.counted(found.kind());
        if (counted.isPresent() && takesLastAxis(function, expected, call) && firstHas(function, counted.get())) {
            String name = function.name().text();
            return "without brackets '" + name + "' works along the last axis: write '" + name + "[" + counted.get()
                    + "](...)' if another is meant";
        }
        if (expected.name().text().equals(REAL)) {
            return text.contains("\n") ? "" : "real(" + text + ") is it as a number";
        }
        if (!(argument instanceof Ast.Reference)) {
            return "";
        }
        String axes = found.shape().isScalar() ? "" : ValueType.text(found.shape());
        String size =
                expected.size().flatMap(sizes::dim).map(dim -> "(" + dim + ")").orElse(counts(expected) ? "(k)" : "");
        return "declare it as such: '" + text + axes + " : " + expected.name().text() + size + "'";
    }
}
