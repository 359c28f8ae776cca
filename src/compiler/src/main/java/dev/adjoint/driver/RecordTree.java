package dev.adjoint.driver;

import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Writes records within records as an indented tree: one line for each, with its plain components; spans as line:column. */
final class RecordTree {
    private final StringBuilder out = new StringBuilder();

    String of(Record root) {
        write("", root, 0);
        return out.toString();
    }

    private void write(String label, Object value, int depth) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(content -> write(label, content, depth));
        } else if (value instanceof Collection<?> elements) {
            elements.forEach(element -> write(label, element, depth));
        } else if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, element) -> write(label + " " + key, element, depth));
        } else if (value instanceof Record tree) {
            line(label, tree, depth);
        } else {
            out.append("  ".repeat(depth))
                    .append(label)
                    .append(": ")
                    .append(value)
                    .append('\n');
        }
    }

    private void line(String label, Record tree, int depth) {
        out.append("  ".repeat(depth)).append(label.isEmpty() ? "" : label + ": ");
        out.append(tree.getClass().getSimpleName());
        for (RecordComponent component : tree.getClass().getRecordComponents()) {
            Object value = component(tree, component);
            if (value instanceof Span span) {
                out.append(' ').append(span.line()).append(':').append(span.column());
            } else if (isPlain(value)) {
                out.append(' ').append(component.getName()).append('=').append(value);
            }
        }
        out.append('\n');
        for (RecordComponent component : tree.getClass().getRecordComponents()) {
            Object value = component(tree, component);
            if (!isPlain(value) && !(value instanceof Span) && !(value instanceof SourceFile)) {
                write(component.getName(), value, depth + 1);
            }
        }
    }

    private static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>;
    }

    private static Object component(Record tree, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(tree);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("RecordTree: " + component, e);
        }
    }
}
