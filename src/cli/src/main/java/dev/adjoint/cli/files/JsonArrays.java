package dev.adjoint.cli.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.adjoint.runtime.ElementKind;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads an object of numbers and nested arrays of numbers: {@code {"x": [1, 2], "w": 0.5}}. */
final class JsonArrays {
    // NaN is not JSON, but named in a diagnostic of its own rather than as a syntax error.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final SourceFile file;
    private final Findings findings;
    private final Map<String, FoundValue> found = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();

    private JsonArrays(SourceFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /**
     * Reads the values whose names are wanted; the others may hold anything.
     *
     * @param wanted what the elements of a name are; empty if it is not wanted
     * @param names receives the names of all values
     */
    static Map<String, FoundValue> read(
            SourceFile file, Function<String, Optional<ElementKind>> wanted, Set<String> names, Findings findings) {
        JsonArrays arrays = new JsonArrays(file, findings);
        arrays.readDocument(wanted);
        names.addAll(arrays.names);
        return arrays.found;
    }

    private void readDocument(Function<String, Optional<ElementKind>> wanted) {
        try (JsonParser parser = FACTORY.createParser(file.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                Span span = parser.currentToken() == null ? file.span(0, 0) : tokenSpan(file, parser);
                findings.report(DiagnosticCode.INVALID_JSON, span, "expected an object such as {\"x\": [1, 2]}");
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME && !findings.isFull()) {
                readMember(parser, wanted);
            }
            if (!findings.isFull() && parser.nextToken() != null) {
                findings.report(DiagnosticCode.INVALID_JSON, tokenSpan(file, parser), "expected the end of the file");
            }
        } catch (JsonProcessingException e) {
            int offset = e.getLocation() == null ? 0 : (int) e.getLocation().getCharOffset();
            int start = Math.max(0, Math.min(offset, file.text().length()));
            findings.report(
                    DiagnosticCode.INVALID_JSON, file.span(start, start), firstSentence(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private void readMember(JsonParser parser, Function<String, Optional<ElementKind>> wanted) throws IOException {
        String name = parser.currentName();
        Span span = tokenSpan(file, parser);
        Optional<ElementKind> kind = wanted.apply(name);
        parser.nextToken();
        if (!names.add(name)) {
            findings.report(DiagnosticCode.DUPLICATE_KEY, span, name);
            parser.skipChildren();
        } else if (kind.isEmpty()) {
            parser.skipChildren();
        } else {
            NestedNumbers numbers = new NestedNumbers(file, parser, name, kind.get(), findings);
            found.put(name, numbers.read(span));
        }
    }

    static Span tokenSpan(SourceFile file, JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonToken token = parser.currentToken();
        int quotes = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME ? 2 : 0;
        int end = Math.min(start + parser.getTextLength() + quotes, file.text().length());
        return file.span(start, end);
    }

    /** Without the parser's own advice, which is about its options. */
    private static String firstSentence(String message) {
        int end = message.indexOf(": ");
        String sentence = end > 0 ? message.substring(0, end) : message;
        return sentence.lines().findFirst().orElse("not JSON");
    }
}
