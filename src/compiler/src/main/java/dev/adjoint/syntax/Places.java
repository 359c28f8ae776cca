package dev.adjoint.syntax;

import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Turns ANTLR's positions, which count code points, into spans, which count characters. */
final class Places {
    private final SourceFile source;
    /** Character offset of each code point and of the end; null where the two agree. */
    private final int[] offsets;

    Places(SourceFile source) {
        this.source = source;
        String text = source.text();
        int count = text.codePointCount(0, text.length());
        offsets = count == text.length() ? null : offsets(text, count);
    }

    SourceFile source() {
        return source;
    }

    Span of(Token token) {
        return of(token, token);
    }

    /** From the first character of one token to the last of another. */
    Span of(Token first, Token last) {
        int start = offset(first.getStartIndex());
        boolean empty = last.getType() == Token.EOF;
        return source.span(start, Math.max(start, empty ? start : offset(last.getStopIndex() + 1)));
    }

    Span of(ParserRuleContext context) {
        return of(context.getStart(), context.getStop());
    }

    private int offset(int codePoint) {
        return offsets == null ? codePoint : offsets[codePoint];
    }

    private static int[] offsets(String text, int count) {
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = offsets[i] + Character.charCount(text.codePointAt(offsets[i]));
        }
        return offsets;
    }
}
