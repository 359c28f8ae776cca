package dev.adjoint.source;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is wrong with a text, at a place.
 *
 * @param code what
 * @param span where
 * @param args what fills the places of the code's message and hint
 * @param notes other places that matter, such as where a function with an error in it was called
 */
public record Diagnostic(DiagnosticCode code, Span span, List<String> args, List<Note> notes) {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    public Diagnostic {
        Objects.requireNonNull(code);
        Objects.requireNonNull(span);
        args = List.copyOf(args);
        notes = List.copyOf(notes);
    }

    public Diagnostic(DiagnosticCode code, Span span, String... args) {
        this(code, span, Arrays.asList(args), List.of());
    }

    /** Another place that matters. */
    public record Note(Span span, String text) {}

    /** Whether the text cannot be used because of it. */
    public boolean isError() {
        return code.severity() == Severity.ERROR;
    }

    public String message() {
        return fill(code.message());
    }

    /** What to do about it; empty if nothing fits. */
    public String hint() {
        boolean complete = PLACE.matcher(code.hint())
                .results()
                .map(place -> Integer.parseInt(place.group(1)))
                .allMatch(index -> index < args.size() && !args.get(index).isEmpty());
        return complete ? fill(code.hint()) : "";
    }

    /** {@code file:line:column: error[code]: message}, the line with the place underlined, notes and hint. */
    public String render() {
        StringBuilder out = new StringBuilder();
        out.append(span)
                .append(": ")
                .append(code.severity())
                .append('[')
                .append(code.id())
                .append("]: ");
        out.append(message()).append('\n').append(Excerpt.of(span));
        for (Note note : notes) {
            out.append(note.span()).append(": note: ").append(note.text()).append('\n');
            out.append(Excerpt.of(note.span()));
        }
        if (!hint().isEmpty()) {
            out.append("hint: ").append(hint()).append('\n');
        }
        return out.toString();
    }

    private String fill(String template) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(args.get(Integer.parseInt(place.group(1)))));
    }
}
