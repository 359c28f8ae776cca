package dev.adjoint.cli.files;

import dev.adjoint.runtime.Signature;
import dev.adjoint.source.DiagnosticCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds values against the sizes of dims: those that the model fixes, and those that other values have shown. */
final class DimSizes {
    private final Findings findings;
    private final Map<String, Signature.Value> firstOf = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();

    DimSizes(Findings findings) {
        this.findings = findings;
    }

    /** The sizes of unbound dims that values had so far. */
    Map<String, Integer> unbound() {
        return sizes;
    }

    void check(Signature.Value value, FoundValue found) {
        if (found.sizes().contains(0)) {
            findings.report(DiagnosticCode.EMPTY_DATA, found.span(), value.name());
        } else if (value.axes().size() != found.sizes().size()) {
            findings.report(
                    DiagnosticCode.WRONG_SHAPE,
                    found.span(),
                    value.name(),
                    describeAxes(value),
                    describe(found.sizes()),
                    "");
        } else {
            for (int i = 0; i < value.axes().size(); i++) {
                checkSize(value, value.axes().get(i), found.sizes().get(i), found);
            }
        }
    }

    private void checkSize(Signature.Value value, Signature.Axis axis, int size, FoundValue found) {
        if (axis.isBound()) {
            if (size != axis.size()) {
                reportSize(value, axis, size, found, "the model says " + axis.dim() + " = " + axis.size());
            }
        } else if (sizes.putIfAbsent(axis.dim(), size) == null) {
            firstOf.put(axis.dim(), value);
        } else if (size != sizes.get(axis.dim())) {
            String first = firstOf.get(axis.dim()).name();
            reportSize(value, axis, size, found, "'" + first + "' has " + sizes.get(axis.dim()));
        }
    }

    private void reportSize(Signature.Value value, Signature.Axis axis, int size, FoundValue found, String expected) {
        findings.report(
                DiagnosticCode.WRONG_SIZE, found.span(), value.name(), String.valueOf(size), axis.dim(), expected);
    }

    /** "a single number" or "[n, features]". */
    static String describeAxes(Signature.Value value) {
        return value.axes().isEmpty()
                ? "a single number"
                : value.axes().stream().map(Signature.Axis::dim).collect(Collectors.joining(", ", "[", "]"));
    }

    /** "a single number", "5 numbers" or "sizes 3 x 2". */
    static String describe(List<Integer> sizes) {
        return switch (sizes.size()) {
            case 0 -> "a single number";
            case 1 -> sizes.get(0) + " numbers";
            default -> "sizes " + sizes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
        };
    }
}
