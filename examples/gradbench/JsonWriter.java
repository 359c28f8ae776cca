package examples.gradbench;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.io.PrintWriter;
import java.util.List;

/** Writes JSON, value by value, and the commas between them. Not thread-safe. */
final class JsonWriter {
    private final PrintWriter out;
    private boolean needsComma;

    JsonWriter(PrintWriter out) {
        this.out = out;
    }

    void beginObject() {
        open('{');
    }

    void endObject() {
        close('}');
    }

    void beginArray() {
        open('[');
    }

    void endArray() {
        close(']');
    }

    void name(String name) {
        value(name);
        out.print(':');
        needsComma = false;
    }

    void value(String text) {
        out.print(separator());
        out.print('"');
        text.chars().forEach(this::character);
        out.print('"');
    }

    /** A number; what JSON has no number for is a string. */
    void value(double number) {
        if (Double.isFinite(number)) {
            literal(Double.toString(number));
        } else {
            value(Double.toString(number));
        }
    }

    void value(long number) {
        literal(Long.toString(number));
    }

    void value(boolean truth) {
        literal(Boolean.toString(truth));
    }

    /** Something that is JSON already. */
    void literal(String json) {
        out.print(separator());
        out.print(json);
    }

    /** Nested arrays. */
    void value(Tensor tensor) {
        nested(tensor.sizes(), 0, tensor.values(), 0);
    }

    /** The elements alone, without brackets. */
    void elements(Tensor tensor) {
        for (int i = 0; i < tensor.count(); i++) {
            value(tensor.values().get(i));
        }
    }

    /** Ends the line and makes all of it visible; false if nobody reads any longer. */
    boolean endLine() {
        out.print('\n');
        needsComma = false;
        return !out.checkError();
    }

    /** Writes the elements from {@code first} on, as many as the sizes from {@code axis} on say; returns the next. */
    private int nested(List<Integer> sizes, int axis, RealArray values, int first) {
        if (axis == sizes.size()) {
            value(values.get(first));
            return first + 1;
        }
        int next = first;
        beginArray();
        for (int i = 0; i < sizes.get(axis); i++) {
            next = nested(sizes, axis + 1, values, next);
        }
        endArray();
        return next;
    }

    private void open(char bracket) {
        out.print(separator());
        out.print(bracket);
        needsComma = false;
    }

    private void close(char bracket) {
        out.print(bracket);
        needsComma = true;
    }

    private String separator() {
        String separator = needsComma ? "," : "";
        needsComma = true;
        return separator;
    }

    private void character(int unit) {
        if (unit == '"' || unit == '\\') {
            out.print('\\');
        }
        if (unit < ' ') {
            out.printf("\\u%04x", unit);
        } else {
            out.print((char) unit);
        }
    }
}
