package dev.adjoint.syntax;

import static dev.adjoint.syntax.antlr.NnParser.*;

import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.WritableToken;

/**
 * Tells words that are words in their places only, such as {@code next}, from names that read the same, by their
 * neighbours; so that the parser needs one token of lookahead and models keep the names.
 */
final class SoftWords {
    /** What a declaration can end with, or stand behind. */
    private static final Set<Integer> BEFORE_ITEM = Set.of(
            LBRACE,
            RBRACE,
            SEMICOLON,
            NAME,
            PATH,
            NUMBER,
            RPAREN,
            RBRACKET,
            STRING,
            FROZEN,
            BAD_NUMBER,
            UNCLOSED_STRING);

    private static final Set<Integer> OPERAND =
            Set.of(NAME, PATH, NUMBER, LPAREN, IF, NOT, SCAN, PLUS, MINUS, BAD_NUMBER);

    /** Behind these stands an expression. */
    private static final Set<String> BEFORE_OPERAND = Set.of(
            "(", ",", "=", "+", "-", "*", "/", "@", "^", "<", "<=", ">", ">=", "==", "!=", "not", "and", "or", "if",
            "then", "else");

    private final List<Token> words;

    private SoftWords(List<Token> tokens) {
        this.words = tokens.stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .toList();
    }

    /** Makes names of the soft words that stand where names do. */
    static void resolve(List<Token> tokens) {
        SoftWords soft = new SoftWords(tokens);
        int openBlocks = 0;
        for (int i = 0; i < soft.words.size(); i++) {
            int type = soft.resolved(i, openBlocks > 0);
            ((WritableToken) soft.words.get(i)).setType(type);
            openBlocks += type == LBRACE ? 1 : type == RBRACE ? -1 : 0;
        }
    }

    private int resolved(int i, boolean inBlock) {
        int type = type(i);
        boolean isWord = switch (type) {
            case STATE, METRIC, NEXT -> isWordLike(type(i + 1)) && (beginsItem(i) || type(i + 2) == ASSIGN);
            case EMIT -> beginsItem(i) && (OPERAND.contains(type(i + 1)) || isWordLike(type(i + 1)));
            case OVER -> type(i - 2) == SCAN;
            case REVERSE -> type(i - 2) == OVER;
            case CARRY -> type(i - 2) == OVER || type(i - 1) == REVERSE;
            case LOSS -> !isValue(i);
            default -> true;
        };
        if (type == LAYER && inBlock && !isDeclaration(i)) {
            return INSTANCE;
        }
        return isWord ? type : NAME;
    }

    /** The loss as a value, rather than the beginning of its declaration, which goes on with an expression. */
    private boolean isValue(int i) {
        boolean isSigned = type(i + 1) == PLUS || type(i + 1) == MINUS;
        return i > 0
                && BEFORE_OPERAND.contains(words.get(i - 1).getText())
                && (isSigned || !OPERAND.contains(type(i + 1)) && type(i + 1) != Token.EOF);
    }

    /** {@code layer name(}, rather than {@code layer name =}. */
    private boolean isDeclaration(int i) {
        return type(i + 2) == LPAREN || type(i + 2) == LBRACKET || type(i + 2) == LBRACE;
    }

    /** What stands before was resolved already. */
    private boolean beginsItem(int i) {
        return BEFORE_ITEM.contains(type(i - 1));
    }

    private static boolean isWordLike(int type) {
        return type == NAME || STATE <= type && type <= CARRY;
    }

    /** The end of the file, and its start, for what is beyond. */
    private int type(int i) {
        return i < 0 || i >= words.size() ? Token.EOF : words.get(i).getType();
    }
}
