package dev.adjoint.cli.files;

import dev.adjoint.runtime.Signature;
import dev.adjoint.source.DiagnosticCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds values against the sizes of dims: those that the model fixes or needs, and those that other values have shown. */
final class DimSizes {
    private final Findings findings;
    private final Map<String, Signature.LeastSize> leastSizes = new HashMap<>();
    private final Map<String, List<Seen>> seen = new LinkedHashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();

    /** What one axis of a value says about an unbound dim. */
    private record Seen(Signature.Value value, Signature.Axis axis, FoundValue found, int size) {}

    DimSizes(Signature signature, Findings findings) {
        signature.leastSizes().forEach(least -> leastSizes.put(least.dim(), least));
        this.findings = findings;
    }

    /** The sizes of unbound dims, once they were {@linkplain #compare compared}. */
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
        } else {
            seen.computeIfAbsent(axis.dim(), dim -> new ArrayList<>()).add(new Seen(value, axis, found, size));
        }
    }

    /**
     * Holds what was checked against each other. Of values that disagree, those are reported that have another size than
     * most: one transposed array among many is the one to look at. Where as many have each, one counts less that disagrees
     * elsewhere, and then the first is taken for right.
     */
    void compare() {
        Set<String> reported = new HashSet<>();
        List<String> ties = new ArrayList<>();
        for (String dim : seen.keySet()) {
            OptionalInt size = mostly(dim, Set.of());
            if (size.isPresent()) {
                settle(dim, size.getAsInt(), reported);
            } else {
                ties.add(dim);
            }
        }
        for (String dim : ties) {
            int first = seen.get(dim).get(0).size;
            settle(dim, mostly(dim, reported).orElse(first), reported);
        }
    }

    /** The size that most values have; empty if there are several such sizes. */
    private OptionalInt mostly(String dim, Set<String> without) {
        Map<Integer, Set<String>> names = names(dim);
        names.values().forEach(those -> those.removeAll(without));
        int most = names.values().stream().mapToInt(Set::size).max().orElse(0);
        int[] sizes = names.entrySet().stream()
                .filter(entry -> entry.getValue().size() == most)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        return sizes.length == 1 ? OptionalInt.of(sizes[0]) : OptionalInt.empty();
    }

    /** The names of values by the size that they have along a dim. */
    private Map<Integer, Set<String>> names(String dim) {
        Map<Integer, Set<String>> names = new LinkedHashMap<>();
        seen.get(dim)
                .forEach(one -> names.computeIfAbsent(one.size, size -> new LinkedHashSet<>())
                        .add(one.value.name()));
        return names;
    }

    private void settle(String dim, int size, Set<String> reported) {
        sizes.put(dim, size);
        Signature.LeastSize least = leastSizes.get(dim);
        if (least != null && size < least.size()) {
            Seen first = seen.get(dim).stream()
                    .filter(one -> one.size == size)
                    .findFirst()
                    .orElseThrow();
            String needed = "the model needs at least " + least.size() + ": " + least.reason();
            reportSize(first.value, first.axis, size, first.found, needed);
        }
        String expected = describe(names(dim).get(size)) + " " + size;
        for (Seen one : seen.get(dim)) {
            if (one.size != size) {
                reportSize(one.value, one.axis, one.size, one.found, expected);
                reported.add(one.value.name());
            }
        }
    }

    /** "'x' has", "'x' and 'y' have" or "'x', 'y' and 3 others have". */
    private static String describe(Set<String> names) {
        List<String> quoted = names.stream().map(name -> "'" + name + "'").toList();
        return switch (quoted.size()) {
            case 1 -> quoted.get(0) + " has";
            case 2 -> quoted.get(0) + " and " + quoted.get(1) + " have";
            case 3 -> quoted.get(0) + ", " + quoted.get(1) + " and " + quoted.get(2) + " have";
            default -> quoted.get(0) + ", " + quoted.get(1) + " and " + (quoted.size() - 2) + " others have";
        };
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

    /** "a single number", "an array with one number", "5 numbers" or "sizes 3 x 2". */
    static String describe(List<Integer> sizes) {
        return switch (sizes.size()) {
            case 0 -> "a single number";
            case 1 -> sizes.get(0) == 1 ? "an array with one number" : sizes.get(0) + " numbers";
            default -> "sizes " + sizes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
        };
    }
}
