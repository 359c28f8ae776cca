package dev.adjoint.cli.files;

import dev.adjoint.runtime.ElementKind;
import dev.adjoint.runtime.Precision;
import dev.adjoint.source.Diagnostic;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a file, up to a number of findings that a person would still read. */
final class Findings {
    private static final int LIMIT = 20;

    private final Precision precision;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    /** @param precision which numbers must fit */
    Findings(Precision precision) {
        this.precision = precision;
    }

    void report(DiagnosticCode code, Span span, String... args) {
        if (!isFull()) {
            diagnostics.add(new Diagnostic(code, span, args));
        }
    }

    /** What numbers must fit. */
    Precision precision() {
        return precision;
    }

    /**
     * Reports something that is no number at all.
     *
     * @param name of the value with elements of that kind
     */
    void reportText(String name, ElementKind kind, String found, Span span) {
        if (kind.isReal()) {
            report(DiagnosticCode.NOT_A_NUMBER, span, found);
            return;
        }
        String hint = kind instanceof ElementKind.Label ? "number the classes from 0: names are not read" : "";
        String expected = kind.describe(kind.count(Map.of(), precision));
        report(DiagnosticCode.WRONG_ELEMENT, span, name, expected, found, hint);
    }

    /** Whether the model's precision can hold the value: asked before {@link #reportNumber}, as finding a span takes time. */
    boolean accepts(double value) {
        return Double.isFinite(value) && !isTooLarge(value);
    }

    /** Reports a number that {@link #accepts} refuses. */
    void reportNumber(double value, Span span) {
        if (isTooLarge(value)) {
            report(DiagnosticCode.TOO_LARGE_FOR_F32, span, span.text());
        } else {
            report(DiagnosticCode.NOT_FINITE, span, String.valueOf(value));
        }
    }

    private boolean isTooLarge(double value) {
        return Double.isFinite(value) && precision == Precision.F32 && Float.isInfinite((float) value);
    }

    boolean isEmpty() {
        return diagnostics.isEmpty();
    }

    boolean isFull() {
        return diagnostics.size() == LIMIT;
    }

    /** @throws FileFailure with all findings by position, if there are any */
    void throwIfAny() {
        if (!isEmpty()) {
            diagnostics.sort(Comparator.comparingInt(d -> d.span().start()));
            throw new FileFailure(diagnostics);
        }
    }
}
