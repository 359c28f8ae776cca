package examples.gradbench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads lines of JSON from a stream, token by token.
 *
 * <p>No token extends beyond its line: whatever is wrong with one line, the next can be read. Not thread-safe.
 */
final class JsonReader {
    private static final int END_OF_INPUT = -1;

    private final InputStream stream;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;

    /** The bytes of what is being read; one builder for all, since a line may hold millions of numbers. */
    private final StringBuilder token = new StringBuilder();

    JsonReader(InputStream stream) {
        this.stream = stream;
    }

    /** Moves to the next line that is not blank; false at the end of the input. */
    boolean nextLine() throws IOException {
        while (peek() == '\n') {
            position++;
        }
        return peek() != END_OF_INPUT;
    }

    /** Skips what is left of the line. */
    void skipLine() throws IOException {
        while (!isEnd(current())) {
            position++;
        }
    }

    /** The next character that is not blank; it stays the next. */
    int peek() throws IOException {
        while (current() == ' ' || current() == '\t' || current() == '\r') {
            position++;
        }
        return current();
    }

    boolean accept(char wanted) throws IOException {
        boolean found = peek() == wanted;
        if (found) {
            position++;
        }
        return found;
    }

    void expect(char wanted) throws IOException {
        if (!accept(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    void expectEndOfLine() throws IOException {
        if (!isEnd(peek())) {
            throw unexpected("the end of the line");
        }
    }

    boolean isAtNumber() throws IOException {
        return peek() == '-' || Character.isDigit(peek());
    }

    double number() throws IOException {
        String text = numberText();
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new MalformedJsonException("'" + text + "' is not a number");
        }
    }

    /** A number as it is written. */
    String numberText() throws IOException {
        if (!isAtNumber()) {
            throw unexpected("a number");
        }
        token.setLength(0);
        while (isPartOfNumber(current())) {
            take();
        }
        return token.toString();
    }

    String string() throws IOException {
        expect('"');
        token.setLength(0);
        while (current() != '"') {
            if (current() == '\\') {
                take();
            }
            take();
        }
        position++;
        byte[] bytes = token.toString().getBytes(StandardCharsets.ISO_8859_1);
        return unescaped(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Skips a value of any kind. Brackets must match in number, nothing else is checked. */
    void skipValue() throws IOException {
        if (isDelimiter(peek())) {
            throw unexpected("a value");
        }
        int depth = 0;
        do {
            int next = peek();
            if (next == '"') {
                string();
            } else if (isEnd(next)) {
                throw unexpected("']' or '}'");
            } else {
                position++;
            }
            if (next == '[' || next == '{') {
                depth++;
            } else if (next == ']' || next == '}') {
                depth--;
            }
        } while (depth > 0 || !isDelimiter(peek()));
    }

    MalformedJsonException unexpected(String wanted) throws IOException {
        int next = peek();
        String found = isEnd(next) ? "the end of the line" : "'" + (char) next + "'";
        return new MalformedJsonException("expected " + wanted + ", found " + found);
    }

    private void take() throws IOException {
        if (isEnd(current())) {
            throw unexpected("'\"'");
        }
        token.append((char) current());
        position++;
    }

    /** The next byte. */
    private int current() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, stream.read(buffer));
        }
        return limit == 0 ? END_OF_INPUT : buffer[position] & 0xff;
    }

    private static boolean isEnd(int next) {
        return next == '\n' || next == END_OF_INPUT;
    }

    private static boolean isDelimiter(int next) {
        return next == ',' || next == ']' || next == '}' || isEnd(next);
    }

    private static boolean isPartOfNumber(int next) {
        return Character.isDigit(next) || next == '.' || next == 'e' || next == 'E' || next == '-' || next == '+';
    }

    private static String unescaped(String text) throws MalformedJsonException {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next != '\\') {
                plain.append(next);
                continue;
            }
            char escape = text.charAt(++i);
            if (escape == 'u') {
                plain.append(codeUnit(text, i + 1));
                i += 4;
            } else {
                plain.append(control(escape));
            }
        }
        return plain.toString();
    }

    private static char codeUnit(String text, int from) throws MalformedJsonException {
        try {
            return (char) Integer.parseInt(text, from, from + 4, 16);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new MalformedJsonException("expected four hexadecimal digits after \\u");
        }
    }

    private static char control(char escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }
}
