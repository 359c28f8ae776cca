package dev.adjoint.syntax;

import static dev.adjoint.syntax.antlr.NnParser.*;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.BoundedParser.TooDeep;
import dev.adjoint.syntax.antlr.NnParser.FileContext;
import dev.adjoint.syntax.antlr.NnParser.ItemContext;
import dev.adjoint.syntax.antlr.NnParser.ModelContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says in words of the language what the parser stumbled over. */
final class SyntaxErrors {
    private static final Map<Integer, Integer> CLOSING = Map.of(LPAREN, RPAREN, LBRACKET, RBRACKET, LBRACE, RBRACE);
    private static final Map<Integer, String> NEXT_EDITION = Map.of(
            LAYER, "the declaration of layers with 'layer'",
            SCAN, "recurrence with 'scan'",
            REPEAT, "repetition with 'repeat'",
            CARRY, "recurrence with 'carry'");
    private static final Set<Integer> OPERAND_STARTS = Set.of(NAME, NUMBER, LPAREN, IF, NOT);
    private static final List<String> ITEMS =
            List.of("precision", "dim", "input", "target", "param", "let", "output", "loss", "train");
    private static final List<String> DECLARATIONS = List.of("import", "fn", "model");

    private final CommonTokenStream tokens;
    private final Places places;
    private final Diagnostics diagnostics;
    private final boolean bracesMatch;

    SyntaxErrors(CommonTokenStream tokens, Places places, Diagnostics diagnostics) {
        this.tokens = tokens;
        this.places = places;
        this.diagnostics = diagnostics;
        this.bracesMatch = count(LBRACE) == count(RBRACE);
    }

    /** Whether the file closes as many blocks as it opens: then a declaration within a model stands at a wrong place. */
    boolean bracesMatch() {
        return bracesMatch;
    }

    /** Whether a word of the language stands where a name belongs, and does not begin the next item in a line of its own. */
    boolean isMisusedWord(Token found, IntervalSet expected) {
        boolean keyword = found.getType() >= IMPORT && found.getType() <= NOT;
        return keyword && expected.contains(NAME) && sameLine(tokens.LT(-1), found);
    }

    /** @param error what the parser threw, or null if {@code found} cannot start an item or declaration */
    void report(BoundedParser parser, Token found, RecognitionException error) {
        if (error instanceof TooDeep) {
            report(DiagnosticCode.NESTING_TOO_DEEP, found, String.valueOf(BoundedParser.DEEPEST));
        } else if (NEXT_EDITION.containsKey(found.getType())) {
            report(DiagnosticCode.NOT_YET, found, NEXT_EDITION.get(found.getType()));
        } else if (error == null) {
            reportBetweenItems(parser, found);
        } else {
            reportWithin(parser, found, error.getExpectedTokens());
        }
    }

    private void reportBetweenItems(BoundedParser parser, Token found) {
        Token previous = tokens.LT(-1);
        boolean atTopLevel = parser.getContext() instanceof FileContext;
        List<String> words = atTopLevel ? DECLARATIONS : ITEMS;
        boolean endsExpression = previous != null && previous == parser.expressionEnd();
        if (endsExpression && OPERAND_STARTS.contains(found.getType()) && sameLine(previous, found)) {
            report(DiagnosticCode.MISSING_OPERATOR, found, text(previous), text(found));
            return;
        }
        String hint = Spelling.nearest(found.getText(), words)
                .map(word -> "did you mean '" + word + "'?")
                .orElse(
                        DECLARATIONS.contains(found.getText())
                                ? "'" + found.getText() + "' stands outside the model"
                                : "");
        String expected = atTopLevel
                ? "'fn', 'model' or 'import'"
                : (parser.getContext().getChildCount() > 3 ? "',' or " : "") + "an item such as 'let' or 'output'";
        report(DiagnosticCode.EXPECTED, found, expected, display(found), hint);
    }

    private void reportWithin(BoundedParser parser, Token found, IntervalSet expected) {
        Token previous = tokens.LT(-1);
        boolean afterExpression = previous != null && previous == parser.expressionEnd();
        Token opening = innermostOpening(parser);
        if (opening != null && endsBlock(found) && expected.contains(CLOSING.get(opening.getType()))) {
            String closing = VOCABULARY.getLiteralName(CLOSING.get(opening.getType()));
            report(
                    DiagnosticCode.UNCLOSED_BRACKET,
                    opening,
                    opening.getText(),
                    closing.substring(1, 2),
                    display(found));
        } else if (isMisusedWord(found, expected) && expected.size() == 1) {
            report(DiagnosticCode.RESERVED_WORD, found, found.getText());
        } else if (afterExpression
                && OPERAND_STARTS.contains(found.getType())
                && !expected.contains(THEN)
                && !expected.contains(ELSE)) {
            report(DiagnosticCode.MISSING_OPERATOR, found, text(previous), text(found));
        } else {
            report(DiagnosticCode.EXPECTED, found, describe(expected), display(found), hint(found, expected));
        }
    }

    private String hint(Token found, IntervalSet expected) {
        if (expected.contains(ELSE)) {
            return "every 'if' has a 'then' and an 'else'";
        }
        if (found.getType() == IF || found.getType() == NOT) {
            return "put '" + found.getText() + "' and what belongs to it in parentheses";
        }
        if (isMisusedWord(found, expected)) {
            return "'" + found.getText() + "' is a word of the language and cannot be a name";
        }
        return found.getText().equals("=") && expected.contains(RPAREN) ? "equality is written '=='" : "";
    }

    /** The last bracket before the current token that is still open there, within the current item or model. */
    private Token innermostOpening(BoundedParser parser) {
        Deque<Token> open = new ArrayDeque<>();
        ParserRuleContext context = parser.getContext();
        while (!(context instanceof ItemContext || context instanceof ModelContext) && context.getParent() != null) {
            context = context.getParent();
        }
        if (context instanceof ModelContext model) {
            return model.LBRACE() == null ? null : model.LBRACE().getSymbol();
        }
        for (int i = context.getStart().getTokenIndex();
                i < parser.getCurrentToken().getTokenIndex();
                i++) {
            Token token = tokens.get(i);
            if (CLOSING.containsKey(token.getType())) {
                open.push(token);
            } else if (CLOSING.containsValue(token.getType()) && !open.isEmpty()) {
                open.pop();
            }
        }
        return open.peek();
    }

    private static boolean endsBlock(Token token) {
        return token.getType() == Token.EOF || token.getType() == RBRACE || ItemRecovery.startsItem(token);
    }

    private static String describe(IntervalSet expected) {
        if (expected.contains(NUMBER) && expected.contains(NAME) && expected.contains(LPAREN)) {
            return "an expression";
        }
        List<String> words = new ArrayList<>();
        for (int type : expected.toList()) {
            words.add(
                    switch (type) {
                        case NAME -> "a name";
                        case NUMBER -> "a number";
                        case STRING -> "a text in quotes";
                        case Token.EOF -> "the end of the file";
                        default -> VOCABULARY.getDisplayName(type);
                    });
        }
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private static String display(Token token) {
        return token.getType() == Token.EOF ? "the end of the file" : text(token);
    }

    private static String text(Token token) {
        return token.getType() == STRING ? "a text in quotes" : "'" + token.getText() + "'";
    }

    private static boolean sameLine(Token a, Token b) {
        return a.getLine() == b.getLine();
    }

    private long count(int type) {
        return IntStream.range(0, tokens.size())
                .filter(i -> tokens.get(i).getType() == type)
                .count();
    }

    /** What is missing at the end of the file is missing behind the last word. */
    private void report(DiagnosticCode code, Token at, String... args) {
        Token previous = tokens.LT(-1);
        Span span = places.of(at);
        if (at.getType() == Token.EOF && previous != null) {
            int end = places.of(previous).end();
            span = places.source().span(end, end);
        }
        diagnostics.report(code, span, args);
    }
}
