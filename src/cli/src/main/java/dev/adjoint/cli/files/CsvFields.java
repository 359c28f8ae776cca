package dev.adjoint.cli.files;

import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;

/** Finds fields again, for diagnostics: the reader itself knows only the line that a record starts at. */
final class CsvFields {
    private final SourceFile file;

    CsvFields(SourceFile file) {
        this.file = file;
    }

    /**
     * The place of a field without the blanks around it.
     *
     * @param line the one its record starts at, counted from 1
     * @param index of the field in its record, counted from 0
     */
    Span span(int line, int index) {
        String text = file.text();
        int start = offsetOfLine(line);
        for (int field = 0; ; field++) {
            int end = fieldEnd(start);
            if (field == index) {
                while (start < end && text.charAt(start) == ' ') {
                    start++;
                }
                while (end > start && text.charAt(end - 1) == ' ') {
                    end--;
                }
                return file.span(start, end);
            }
            start = end + 1;
        }
    }

    /** From the start of a line to the end of the file. */
    Span rest(int line) {
        return file.span(offsetOfLine(line), file.text().length());
    }

    private int fieldEnd(int start) {
        String text = file.text();
        boolean quoted = false;
        int i = start;
        while (i < text.length() && (quoted || ",\r\n".indexOf(text.charAt(i)) < 0)) {
            quoted ^= text.charAt(i++) == '"';
        }
        return i;
    }

    private int offsetOfLine(int line) {
        String text = file.text();
        int offset = 0;
        for (int i = 1; i < line && offset < text.length(); i++) {
            while (offset < text.length() && text.charAt(offset) != '\n' && text.charAt(offset) != '\r') {
                offset++;
            }
            offset = Math.min(text.length(), offset + (text.startsWith("\r\n", offset) ? 2 : 1));
        }
        return offset;
    }
}
