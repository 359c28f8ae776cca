package dev.adjoint.cli.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.adjoint.runtime.ElementKind;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one number or rectangular nest of arrays, whose depth and sizes the first element of each level decides. */
final class NestedNumbers {
    private static final int UNKNOWN = -1;

    private final SourceFile file;
    private final JsonParser parser;
    private final String name;
    private final ElementKind kind;
    private final Findings findings;
    private final NumberList numbers = new NumberList();
    private final IntList starts = new IntList();
    private final List<Integer> sizes = new ArrayList<>();
    private int leafDepth = UNKNOWN;

    NestedNumbers(SourceFile file, JsonParser parser, String name, ElementKind kind, Findings findings) {
        this.file = file;
        this.parser = parser;
        this.name = name;
        this.kind = kind;
        this.findings = findings;
    }

    /**
     * Reads the value that starts at the parser's current token.
     *
     * @param span where its name stands
     */
    FoundValue read(Span span) throws IOException {
        read(0);
        return new FoundValue(span, sizes, numbers.toArray(findings.precision()), i -> numberAt(starts.get(i)));
    }

    private Span numberAt(int start) {
        int end = start;
        while (end < file.text().length() && ",]} \t\r\n".indexOf(file.text().charAt(end)) < 0) {
            end++;
        }
        return file.span(start, end);
    }

    private void read(int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY) {
            readArray(depth);
        } else if (token.isNumeric()) {
            readNumber(depth, parser.getDoubleValue());
        } else if (token.isBoolean() && kind instanceof ElementKind.Bool) {
            readNumber(depth, token == JsonToken.VALUE_TRUE ? 1 : 0);
        } else {
            Span span = JsonArrays.tokenSpan(file, parser);
            findings.reportText(name, kind, span.text(), span);
            parser.skipChildren();
        }
    }

    private void readArray(int depth) throws IOException {
        Span start = JsonArrays.tokenSpan(file, parser);
        if (depth == leafDepth) {
            findings.report(DiagnosticCode.RAGGED_ARRAY, start, "a number", "an array");
            parser.skipChildren();
            return;
        }
        if (depth == sizes.size()) {
            sizes.add(UNKNOWN);
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            read(depth + 1);
            count++;
        }
        if (sizes.get(depth) == UNKNOWN) {
            sizes.set(depth, count);
        } else if (sizes.get(depth) != count) {
            findings.report(DiagnosticCode.RAGGED_ARRAY, start, "an array of " + sizes.get(depth), "one of " + count);
        }
    }

    private void readNumber(int depth, double value) throws IOException {
        if (leafDepth == UNKNOWN && depth == sizes.size()) {
            leafDepth = depth;
        }
        if (depth != leafDepth) {
            Span span = JsonArrays.tokenSpan(file, parser);
            findings.report(DiagnosticCode.RAGGED_ARRAY, span, "an array", "a number");
            return;
        }
        if (!findings.accepts(value)) {
            findings.reportNumber(value, JsonArrays.tokenSpan(file, parser));
        }
        numbers.add(value);
        starts.add((int) parser.currentTokenLocation().getCharOffset());
    }
}
