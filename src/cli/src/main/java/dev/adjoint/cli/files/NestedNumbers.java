package dev.adjoint.cli.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
    private final Findings findings;
    private final NumberList numbers = new NumberList();
    private final List<Integer> sizes = new ArrayList<>();
    private int leafDepth = UNKNOWN;

    NestedNumbers(SourceFile file, JsonParser parser, Findings findings) {
        this.file = file;
        this.parser = parser;
        this.findings = findings;
    }

    /** Reads the value that starts at the parser's current token. */
    void read() throws IOException {
        read(0);
    }

    List<Integer> sizes() {
        return sizes;
    }

    NumberList numbers() {
        return numbers;
    }

    private void read(int depth) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            readArray(depth);
        } else if (parser.currentToken().isNumeric()) {
            readNumber(depth);
        } else {
            Span span = JsonArrays.tokenSpan(file, parser);
            findings.report(DiagnosticCode.NOT_A_NUMBER, span, span.text());
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

    private void readNumber(int depth) throws IOException {
        if (leafDepth == UNKNOWN && depth == sizes.size()) {
            leafDepth = depth;
        }
        if (depth != leafDepth) {
            Span span = JsonArrays.tokenSpan(file, parser);
            findings.report(DiagnosticCode.RAGGED_ARRAY, span, "an array", "a number");
            return;
        }
        double value = parser.getDoubleValue();
        if (!findings.accepts(value)) {
            findings.reportNumber(value, JsonArrays.tokenSpan(file, parser));
        }
        numbers.add(value);
    }
}
