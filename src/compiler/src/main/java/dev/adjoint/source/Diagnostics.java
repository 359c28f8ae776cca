package dev.adjoint.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what a compilation finds wrong. The same code at the same place is kept once: a second report of it would
 * tell the reader nothing new. Not thread-safe.
 */
public final class Diagnostics {
    /** More than a reader looks at before mending the first; a hopeless file must not flood the terminal. */
    private static final int MOST_RENDERED = 50;

    private final Map<Key, Diagnostic> found = new LinkedHashMap<>();
    private final Map<SourceFile, Integer> fileOrder = new LinkedHashMap<>();

    public void report(Diagnostic diagnostic) {
        fileOrder.putIfAbsent(diagnostic.span().file(), fileOrder.size());
        found.putIfAbsent(new Key(diagnostic.code(), diagnostic.span()), diagnostic);
    }

    public void report(DiagnosticCode code, Span span, String... args) {
        report(new Diagnostic(code, span, args));
    }

    public boolean hasErrors() {
        return found.values().stream().anyMatch(Diagnostic::isError);
    }

    /** By file, in the order of first reports, then by position. */
    public List<Diagnostic> sorted() {
        List<Diagnostic> all = new ArrayList<>(found.values());
        all.sort(Comparator.<Diagnostic>comparingInt(d -> fileOrder.get(d.span().file()))
                .thenComparingInt(d -> d.span().start()));
        return all;
    }

    /** All of them as a user reads them, or the first {@value #MOST_RENDERED} and how many more there are. */
    public String render() {
        List<Diagnostic> all = sorted();
        StringBuilder out = new StringBuilder();
        all.stream().limit(MOST_RENDERED).map(Diagnostic::render).forEach(out::append);
        if (all.size() > MOST_RENDERED) {
            out.append("and ").append(all.size() - MOST_RENDERED).append(" more\n");
        }
        return out.toString();
    }

    private record Key(DiagnosticCode code, Span span) {}
}
