package dev.adjoint.source;

/** The line of a span as it is shown below a message, with the span underlined. */
final class Excerpt {
    /** Wide enough for any line written by hand, narrow enough for a terminal; longer lines are cut around the span. */
    private static final int WIDTH = 110;

    private static final String TAB = "    ";
    private static final String CUT = "...";

    private Excerpt() {}

    /** Two lines, or nothing where the file has no text. */
    static String of(Span span) {
        if (span.file().text().isEmpty()) {
            return "";
        }
        String line = span.file().line(span.line());
        int start = Math.min(span.column() - 1, line.length());
        int end = Math.min(start + span.end() - span.start(), line.length());
        String before = plain(line.substring(0, start));
        String marked = plain(line.substring(start, end));
        String after = plain(line.substring(end));
        if (before.length() + marked.length() + after.length() > WIDTH) {
            before = before.length() <= WIDTH / 2 ? before : CUT + before.substring(before.length() - WIDTH / 2);
            after = head(marked + after, WIDTH - before.length());
            marked = marked.substring(0, Math.min(marked.length(), after.length()));
            after = after.substring(marked.length());
        }
        String number = String.valueOf(span.line());
        return " " + number + " | " + before + marked + after + "\n"
                + " ".repeat(number.length() + 1) + " | " + " ".repeat(width(before))
                + "^".repeat(Math.max(1, width(marked))) + "\n";
    }

    /** What a terminal shows as one column each: no tabs, and no characters that would move its cursor. */
    private static String plain(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(c == '\t' ? TAB : Character.isISOControl(c) ? "\uFFFD" : String.valueOf(c));
        }
        return out.toString();
    }

    private static String head(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + CUT;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
