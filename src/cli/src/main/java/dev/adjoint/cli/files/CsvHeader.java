package dev.adjoint.cli.files;

import dev.adjoint.runtime.Signature;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The first line of a table: finds the columns that hold a value. */
final class CsvHeader {
    /** Names that a message lists before it breaks off. */
    private static final int MOST_LISTED = 20;

    private final List<CsvHeading> headings;
    private final Findings findings;

    CsvHeader(List<CsvHeading> headings, Findings findings) {
        this.headings = headings;
        this.findings = findings;
    }

    int size() {
        return headings.size();
    }

    /** From the first to the last name. */
    Span span() {
        return headings.get(0).span().to(headings.get(headings.size() - 1).span());
    }

    /** The name of a column with its index. */
    String text(int column) {
        return headings.get(column).toString();
    }

    boolean has(String name) {
        return headings.stream().anyMatch(heading -> heading.name().equals(name));
    }

    /** The names of all columns, each once and without its index. */
    List<String> names() {
        return headings.stream().map(CsvHeading::name).distinct().toList();
    }

    /** Names for a message. */
    static String list(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        return names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
                + (names.size() > MOST_LISTED ? ", ..." : "");
    }

    /**
     * The columns of a value that has some; empty, and reported, if they are not one for each of its elements.
     *
     * @param inner its axes but for the one that runs down the rows
     */
    Optional<CsvValue> find(Signature.Value value, List<Signature.Axis> inner) {
        Map<List<Integer>, Integer> columns = new HashMap<>();
        List<CsvHeading> own = new ArrayList<>();
        boolean complete = true;
        for (int i = 0; i < headings.size(); i++) {
            CsvHeading heading = headings.get(i);
            if (!heading.name().equals(value.name())) {
                continue;
            }
            if (heading.index().size() != inner.size()) {
                reportShape(value, inner, heading);
                return Optional.empty();
            }
            own.add(heading);
            if (columns.putIfAbsent(heading.index(), i) != null) {
                findings.report(DiagnosticCode.DUPLICATE_COLUMN, heading.span(), heading.toString());
                complete = false;
            }
            complete &= isWithin(inner, heading);
        }
        List<Integer> sizes = sizes(inner, own);
        Optional<List<Integer>> missing = firstMissing(sizes, columns);
        missing.ifPresent(index -> reportMissing(index, own));
        return complete && missing.isEmpty()
                ? Optional.of(new CsvValue(value, own.get(0).span(), sizes, columns))
                : Optional.empty();
    }

    private void reportShape(Signature.Value value, List<Signature.Axis> inner, CsvHeading found) {
        List<Integer> zeros = inner.stream().map(axis -> 0).toList();
        String hint = inner.isEmpty()
                ? "write one column " + value.name()
                : "write a column for each element of a row: " + CsvHeading.text(value.name(), zeros) + ", ...";
        String shape = DimSizes.describeAxes(value);
        findings.report(DiagnosticCode.WRONG_SHAPE, found.span(), value.name(), shape, "column '" + found + "'", hint);
    }

    private boolean isWithin(List<Signature.Axis> inner, CsvHeading heading) {
        for (int i = 0; i < inner.size(); i++) {
            Signature.Axis axis = inner.get(i);
            if (axis.isBound() && heading.index().get(i) >= axis.size()) {
                findings.report(
                        DiagnosticCode.EXTRA_COLUMN,
                        heading.span(),
                        heading.toString(),
                        axis.dim(),
                        String.valueOf(axis.size()));
                return false;
            }
        }
        return true;
    }

    /** What the model says, or else what the columns do. */
    private static List<Integer> sizes(List<Signature.Axis> inner, List<CsvHeading> own) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < inner.size(); i++) {
            int axis = i;
            int shown = own.stream().mapToInt(h -> h.index().get(axis)).max().orElse(-1) + 1;
            sizes.add(inner.get(i).isBound() ? inner.get(i).size() : shown);
        }
        return sizes;
    }

    /** Looks at no more elements than there are columns, however large an index may be. */
    private static Optional<List<Integer>> firstMissing(List<Integer> sizes, Map<List<Integer>, Integer> columns) {
        List<Integer> index = new ArrayList<>();
        sizes.forEach(size -> index.add(0));
        while (columns.containsKey(index)) {
            int axis = sizes.size() - 1;
            while (axis >= 0 && index.get(axis) == sizes.get(axis) - 1) {
                index.set(axis--, 0);
            }
            if (axis < 0) {
                return Optional.empty();
            }
            index.set(axis, index.get(axis) + 1);
        }
        return Optional.of(index);
    }

    private void reportMissing(List<Integer> index, List<CsvHeading> own) {
        CsvHeading first = own.get(0);
        String there = list(own.stream().map(CsvHeading::toString).toList());
        findings.report(DiagnosticCode.MISSING_COLUMN, first.span(), CsvHeading.text(first.name(), index), there, "");
    }
}
