package dev.adjoint.syntax;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.antlr.NnLexer;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.WritableToken;

/** Reports characters that are no words, and lets the parser go on as if the likely word stood there. */
final class Lexical {
    private Lexical() {}

    static void mend(List<Token> tokens, Places places, Diagnostics diagnostics) {
        Token stray = null;
        for (Token token : tokens) {
            Span span = places.of(token);
            switch (token.getType()) {
                case NnLexer.BAD_NUMBER -> {
                    diagnostics.report(DiagnosticCode.MALFORMED_NUMBER, span, token.getText(), hint(token.getText()));
                    ((WritableToken) token).setType(NnLexer.NUMBER);
                }
                case NnLexer.UNCLOSED_STRING -> {
                    diagnostics.report(DiagnosticCode.UNCLOSED_STRING, span);
                    ((WritableToken) token).setType(NnLexer.STRING);
                }
                case NnLexer.UNCLOSED_BLOCK ->
                    diagnostics.report(
                            DiagnosticCode.UNCLOSED_COMMENT, places.source().span(span.start(), span.start() + 2));
                case NnLexer.STRAY -> {
                    boolean continues = stray != null && stray.getStopIndex() + 1 == token.getStartIndex();
                    if (!continues) {
                        diagnostics.report(DiagnosticCode.STRAY_CHARACTER, span, span.text());
                    }
                    stray = token;
                }
                default -> {}
            }
        }
    }

    private static String hint(String text) {
        if (text.contains("_")) {
            return "digits are not grouped: write " + text.replace("_", "");
        }
        if (text.matches("0[xXbBoO].*")) {
            return "numbers are decimal";
        }
        if (text.matches(".*[0-9.][eE]")) {
            return "an exponent has digits, as in " + text + "3";
        }
        int letters = 0;
        while (!Character.isLetter(text.charAt(letters))) {
            letters++;
        }
        return "a product is written " + text.substring(0, letters) + "*" + text.substring(letters);
    }
}
