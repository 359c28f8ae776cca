package dev.adjoint.syntax;

import static dev.adjoint.syntax.antlr.NnParser.*;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.BoundedParser.TooDeep;
import dev.adjoint.syntax.antlr.NnParser.BlockContext;
import dev.adjoint.syntax.antlr.NnParser.FileContext;
import dev.adjoint.syntax.antlr.NnParser.ItemContext;
import dev.adjoint.syntax.antlr.NnParser.LayerContext;
import dev.adjoint.syntax.antlr.NnParser.ModelContext;
import dev.adjoint.syntax.antlr.NnParser.ResultContext;
import dev.adjoint.syntax.antlr.NnParser.ScanBodyContext;
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
import org.antlr.v4.runtime.tree.TerminalNode;

/** Says in words of the language what the parser stumbled over. */
final class SyntaxErrors {
    private static final Map<Integer, Integer> CLOSING = Map.of(LPAREN, RPAREN, LBRACKET, RBRACKET, LBRACE, RBRACE);
    private static final Set<Integer> OPERAND_STARTS = Set.of(NAME, PATH, NUMBER, LPAREN, IF, NOT, SCAN);
    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "@", "^", "<", "<=", ">", ">=", "==", "!=");
    private static final List<String> DECLARATIONS = List.of("import", "fn", "layer", "model");

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
    boolean isMisusedWord(Token found, RecognitionException error) {
        boolean keyword = isWord(found);
        return error != null && keyword && error.getExpectedTokens().contains(NAME) && sameLine(tokens.LT(-1), found);
    }

    private static boolean isWord(Token token) {
        return token.getType() == INSTANCE || token.getType() >= IMPORT && token.getType() <= REPEAT;
    }

    /** Whether an expression can begin with it. */
    static boolean beginsOperand(int type) {
        return OPERAND_STARTS.contains(type) || type == PLUS || type == MINUS;
    }

    /** @param error what the parser threw, or null if {@code found} cannot start an item or declaration */
    void report(BoundedParser parser, Token found, RecognitionException error) {
        if (error instanceof TooDeep) {
            report(DiagnosticCode.NESTING_TOO_DEEP, found, String.valueOf(BoundedParser.DEEPEST));
        } else if (error == null) {
            reportBetweenItems(parser, found);
        } else {
            reportWithin(parser, found, error);
        }
    }

    private void reportBetweenItems(BoundedParser parser, Token found) {
        Token previous = tokens.LT(-1);
        ParserRuleContext context = parser.getContext();
        List<String> words =
                context instanceof FileContext ? DECLARATIONS : block(context).items();
        boolean endsExpression = previous != null && previous == parser.expressionEnd();
        if (endsExpression && OPERAND_STARTS.contains(found.getType()) && sameLine(previous, found)) {
            report(DiagnosticCode.MISSING_OPERATOR, found, text(previous), text(found));
            return;
        }
        if (found.getType() == NAME && words.contains(found.getText())) { // a soft word that nothing fitting follows
            report(DiagnosticCode.EXPECTED, tokens.LT(2), "a name", display(tokens.LT(2)));
            return;
        }
        String hint = isDefinition(context, found) ? hintForDefinition(context, found) : hintBetweenItems(found, words);
        report(DiagnosticCode.EXPECTED, found, expectedBetweenItems(context), display(found), hint);
    }

    /** Whether {@code name = value} stands where an item belongs; in a body the name was read as its result. */
    private boolean isDefinition(ParserRuleContext context, Token found) {
        if (!holdsItems(context)) {
            return false;
        }
        boolean begins = found.getType() == NAME && tokens.LT(2).getType() == ASSIGN;
        boolean goesOn = found.getType() == ASSIGN && tokens.LT(-1).getType() == NAME;
        return begins || goesOn && context instanceof BlockContext;
    }

    private String hintForDefinition(ParserRuleContext context, Token found) {
        String name = found.getType() == NAME ? found.getText() : tokens.LT(-1).getText();
        String let = "a value is named with 'let " + name + " = ...'";
        return switch (block(context)) {
            case SCAN -> let + "; 'next " + name + " = ...' is for what is carried";
            case MODEL -> let + ", or with 'output' before it";
            case LAYER, FUNCTION -> let;
        };
    }

    private static String hintBetweenItems(Token found, List<String> words) {
        if (ItemRecovery.startsDeclaration(found)) {
            return "'" + found.getText() + "' stands outside the model";
        }
        if (OPERATORS.contains(found.getText())) {
            return behindPipe(found);
        }
        return Spelling.nearest(found.getText(), words)
                .map(word -> "did you mean '" + word + "'?")
                .orElse("");
    }

    private static String behindPipe(Token operator) {
        return "behind '|>' stands a function or layer: put what '" + operator.getText() + "' combines in parentheses";
    }

    private static String expectedBetweenItems(ParserRuleContext context) {
        if (context instanceof FileContext) {
            return "'fn', 'layer', 'model' or 'import'";
        }
        String comma = context.getRuleContexts(ItemContext.class).isEmpty() ? "" : "',' or ";
        return comma + block(context).example();
    }

    /** @param context one that {@link #holdsItems} */
    static BlockKind block(ParserRuleContext context) {
        if (context instanceof BlockContext) {
            return context.getParent() instanceof LayerContext ? BlockKind.LAYER : BlockKind.FUNCTION;
        }
        return context instanceof ScanBodyContext ? BlockKind.SCAN : BlockKind.MODEL;
    }

    private void reportWithin(BoundedParser parser, Token found, RecognitionException error) {
        IntervalSet expected = error.getExpectedTokens();
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
        } else if (isMisusedWord(found, error) && expected.size() == 1) {
            report(DiagnosticCode.RESERVED_WORD, found, found.getText());
        } else if (afterExpression
                && OPERAND_STARTS.contains(found.getType())
                && !expected.contains(THEN)
                && (!expected.contains(ELSE) || expected.contains(RBRACKET))) {
            report(DiagnosticCode.MISSING_OPERATOR, found, text(previous), text(found));
        } else {
            report(DiagnosticCode.EXPECTED, found, describe(expected), display(found), hint(found, error));
        }
    }

    private String hint(Token found, RecognitionException error) {
        IntervalSet expected = error.getExpectedTokens();
        Token previous = tokens.LT(-1);
        if (found.getText().equals("*")
                && previous != null
                && previous.getText().equals("*")) {
            return "a power is written '^'";
        }
        if (found.getType() == ASSIGN && previous != null && previous.getType() == LOSS) {
            return "behind 'loss' stands the expression: 'loss mean((yhat - y)^2)'";
        }
        if (expected.contains(ELSE) && !expected.contains(RBRACKET)) {
            return "every 'if' has a 'then' and an 'else'";
        }
        if (found.getType() == REPEAT) {
            return "'repeat' stands behind '|>' or in 'layer name = repeat 12 block(8)'";
        }
        if (found.getType() == LPAREN && tokens.LT(-2) != null && tokens.LT(-2).getType() == REPEAT) {
            return "'repeat' needs a count: 'repeat 12 block(8)'";
        }
        if (found.getType() == IF || found.getType() == NOT || found.getType() == SCAN) {
            return "put '" + found.getText() + "' and what belongs to it in parentheses";
        }
        if (isMisusedWord(found, error)) {
            return "'" + found.getText() + "' is a word of the language and cannot be a name";
        }
        if (OPERATORS.contains(found.getText()) && expected.contains(RPAREN)) { // within an expression it would be one
            return behindPipe(found);
        }
        return found.getText().equals("=") && expected.contains(RPAREN) ? "equality is written '=='" : "";
    }

    /** The last bracket before the current token that is still open there, within the current item or model. */
    private Token innermostOpening(BoundedParser parser) {
        Deque<Token> open = new ArrayDeque<>();
        ParserRuleContext context = parser.getContext();
        while (!isBoundary(context) && context.getParent() != null) {
            context = context.getParent();
        }
        if (holdsItems(context)) {
            TerminalNode brace = context.getToken(LBRACE, 0);
            return brace == null ? null : brace.getSymbol();
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

    /** Whether a bracket that is open in it was opened in it, and is to be closed in it. */
    private static boolean isBoundary(ParserRuleContext context) {
        return context instanceof ItemContext || context instanceof ResultContext || holdsItems(context);
    }

    /** Whether items follow each other in it. */
    static boolean holdsItems(ParserRuleContext context) {
        return context instanceof ModelContext || context instanceof BlockContext || context instanceof ScanBodyContext;
    }

    private static boolean endsBlock(Token token) {
        return token.getType() == Token.EOF || token.getType() == RBRACE || ItemRecovery.startsItem(token);
    }

    private static String describe(IntervalSet expected) {
        if (expected.contains(DOTS)) {
            return "an axis or '..'";
        }
        if (expected.contains(NUMBER) && expected.contains(NAME) && expected.contains(LPAREN)) {
            return "an expression";
        }
        if (expected.contains(NUMBER) && expected.contains(STRING)) {
            return "a value";
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
