package dev.adjoint.syntax;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.antlr.NnLexer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.WritableToken;

/** Reports characters that are no words, and lets the parser go on as if the likely word stood there. */
final class Lexical {
    /** Operators of other languages, which double the first two. */
    private static final Map<String, Operator> FOREIGN = Map.of(
            "&", new Operator(NnLexer.AND, "and"),
            "|", new Operator(NnLexer.OR, "or"),
            "!", new Operator(NnLexer.NOT, "not"));

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
                        stray(token, places, diagnostics);
                    }
                    stray = token;
                }
                default -> {}
            }
        }
    }

    private static void stray(Token token, Places places, Diagnostics diagnostics) {
        Span span = places.of(token);
        Optional<Operator> meant = Optional.ofNullable(FOREIGN.get(span.text()));
        String twice = span.text().repeat(2);
        Span whole = meant.isPresent() && places.source().text().startsWith(twice, span.start())
                ? places.source().span(span.start(), span.start() + 2)
                : span;
        String hint = meant.map(operator -> "write '" + operator.word() + "'").orElse("");
        diagnostics.report(DiagnosticCode.STRAY_CHARACTER, whole, whole.text(), hint);
        meant.ifPresent(operator -> {
            ((WritableToken) token).setType(operator.type());
            ((WritableToken) token).setChannel(Token.DEFAULT_CHANNEL);
        });
    }

    private record Operator(int type, String word) {}

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
