package dev.adjoint.cli.files;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers and tensors as JSON, at full precision. */
public final class JsonText {
    private JsonText() {}

    /** Nested arrays, one level for each axis; a number for a scalar. */
    public static String of(Tensor tensor) {
        return new Writer(tensor.values()).write(tensor.sizes());
    }

    /** An object with a member for each tensor. */
    public static String of(Map<String, Tensor> tensors) {
        return tensors.entrySet().stream()
                .map(entry -> quote(entry.getKey()) + ": " + of(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /**
     * Text that reads back as the same number of that precision. JSON has no NaN and no infinities:
     * they become the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
     */
    public static String number(double value, Precision precision) {
        String text = DecimalNumber.exact(value, precision);
        return Double.isFinite(value) ? text : quote(text);
    }

    public static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> out.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return out.append('"').toString();
    }

    /** Walks a flat array in storage order. */
    private static final class Writer {
        private final RealArray values;
        private final StringBuilder out = new StringBuilder();
        private int next;

        Writer(RealArray values) {
            this.values = values;
        }

        String write(List<Integer> sizes) {
            append(sizes);
            return out.toString();
        }

        private void append(List<Integer> sizes) {
            if (sizes.isEmpty()) {
                out.append(number(values.get(next++), values.precision()));
                return;
            }
            out.append('[');
            for (int i = 0; i < sizes.get(0); i++) {
                out.append(i == 0 ? "" : ", ");
                append(sizes.subList(1, sizes.size()));
            }
            out.append(']');
        }
    }
}
