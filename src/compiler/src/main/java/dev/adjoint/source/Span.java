package dev.adjoint.source;

import java.util.Objects;

/**
 * A stretch of a source file: where a piece of a model stands.
 *
 * @param file the file
 * @param start offset of the first character
 * @param end offset behind the last character; equal to {@code start} for a position between two characters
 */
public record Span(SourceFile file, int start, int end) {
    public Span {
        Objects.requireNonNull(file);
        if (start < 0 || end < start || end > file.text().length()) {
            throw new IllegalArgumentException("span " + start + ".." + end + " of " + file);
        }
    }

    /** Line of the first character, counted from 1. */
    public int line() {
        return file.lineOf(start);
    }

    /** Column of the first character, counted from 1. */
    public int column() {
        return file.columnOf(start);
    }

    /** The characters it covers. */
    public String text() {
        return file.text().substring(start, end);
    }

    /** The smallest span that covers this and {@code other}, which must be of the same file. */
    public Span to(Span other) {
        return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
    }

    /** Whether all of the other lies in it. */
    public boolean contains(Span other) {
        return file == other.file && start <= other.start && other.end <= end;
    }

    /** {@code file:line:column}. */
    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
