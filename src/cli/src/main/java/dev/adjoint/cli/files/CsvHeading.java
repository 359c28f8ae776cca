package dev.adjoint.cli.files;

import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a column: {@code x}, or {@code x[2]} and {@code w[0,1]} for an element of a value.
 *
 * @param name what stands before the index
 * @param index one number for each axis within a sample; empty for {@code x}
 * @param span where it is written
 */
record CsvHeading(String name, List<Integer> index, Span span) {
    private static final Pattern INDEXED = Pattern.compile("([^\\[]*)\\[(\\s*\\d+\\s*(?:,\\s*\\d+\\s*)*+)]");
    private static final Pattern OPEN = Pattern.compile("[^\\[]*\\[\\s*\\d+\\s*");
    private static final Pattern INSIDE = Pattern.compile("\\s*\\d+\\s*");
    private static final Pattern CLOSING = Pattern.compile("\\s*\\d+\\s*]\\s*");

    /** How numpy.savetxt begins the first line. */
    private static final Pattern COMMENT = Pattern.compile("^#\\s*");

    /** As many digits as an {@code int} holds for certain; what has more is beyond any size. */
    private static final int SAFE_DIGITS = 9;

    CsvHeading {
        index = List.copyOf(index);
    }

    /**
     * The columns that a record names, less a {@code #} before the first. Commas in an index may stand without quotes, where they have cut it into several
     * fields: {@code w[0,1]} is one column all the same.
     */
    static List<CsvHeading> of(List<String> fields, IntFunction<Span> places) {
        List<CsvHeading> headings = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            int end = endOfIndex(fields, i);
            String joined = String.join(",", fields.subList(i, end + 1)).strip();
            String text = i == 0 ? COMMENT.matcher(joined).replaceFirst("") : joined;
            headings.add(of(text, places.apply(i).to(places.apply(end))));
            i = end;
        }
        return headings;
    }

    private static int endOfIndex(List<String> fields, int start) {
        if (OPEN.matcher(fields.get(start)).matches()) {
            for (int i = start + 1; i < fields.size(); i++) {
                if (CLOSING.matcher(fields.get(i)).matches()) {
                    return i;
                }
                if (!INSIDE.matcher(fields.get(i)).matches()) {
                    return start;
                }
            }
        }
        return start;
    }

    private static CsvHeading of(String text, Span span) {
        Matcher indexed = INDEXED.matcher(text);
        if (!indexed.matches()) {
            return new CsvHeading(text, List.of(), span);
        }
        List<Integer> index = new ArrayList<>();
        for (String number : indexed.group(2).split(",")) {
            String digits = number.strip().replaceFirst("^0+(?=.)", "");
            index.add(digits.length() > SAFE_DIGITS ? Integer.MAX_VALUE - 1 : Integer.parseInt(digits));
        }
        return new CsvHeading(indexed.group(1).strip(), index, span);
    }

    /** The name and, without blanks, the index. */
    static String text(String name, List<Integer> index) {
        return index.isEmpty() ? name : name + index.toString().replace(" ", "");
    }

    @Override
    public String toString() {
        return text(name, index);
    }
}
