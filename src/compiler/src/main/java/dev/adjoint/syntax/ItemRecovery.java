package dev.adjoint.syntax;

import static dev.adjoint.syntax.antlr.NnParser.*;

import dev.adjoint.syntax.antlr.NnParser.BlockContext;
import dev.adjoint.syntax.antlr.NnParser.DeclarationContext;
import dev.adjoint.syntax.antlr.NnParser.FileContext;
import dev.adjoint.syntax.antlr.NnParser.ItemContext;
import dev.adjoint.syntax.antlr.NnParser.ModelContext;
import dev.adjoint.syntax.antlr.NnParser.ResultContext;
import dev.adjoint.syntax.antlr.NnParser.TrainContext;
import java.util.Set;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

/**
 * Goes on after a syntax error at the next item or declaration, so that one mistake gives one message and the rest of the
 * file is still read. Guesses nothing within an item: a guess gone wrong is where cascades of messages begin.
 */
final class ItemRecovery extends DefaultErrorStrategy {
    private static final Set<Integer> ITEM_STARTS =
            Set.of(PRECISION, DIM, INPUT, TARGET, PARAM, LET, OUTPUT, METRIC, INSTANCE, STATE, NEXT, EMIT, LOSS, TRAIN);
    private static final Set<Integer> DECLARATION_STARTS = Set.of(IMPORT, FN, LAYER, MODEL);

    private final SyntaxErrors errors;

    ItemRecovery(SyntaxErrors errors) {
        this.errors = errors;
    }

    static boolean startsDeclaration(Token token) {
        return DECLARATION_STARTS.contains(token.getType());
    }

    static boolean startsItem(Token token) {
        return ITEM_STARTS.contains(token.getType()) || DECLARATION_STARTS.contains(token.getType());
    }

    @Override
    public void reportError(Parser parser, RecognitionException error) {
        if (!inErrorRecoveryMode(parser)) {
            beginErrorCondition(parser);
            errors.report((BoundedParser) parser, error.getOffendingToken(), error);
        }
    }

    /** An error within an item unwinds to the item. */
    @Override
    public void recover(Parser parser, RecognitionException error) {
        ParserRuleContext context = parser.getContext();
        if (!(context instanceof ItemContext
                || context instanceof ResultContext
                || context instanceof ModelContext
                || context instanceof DeclarationContext)) {
            throw error;
        }
        if (errors.isMisusedWord(error.getOffendingToken(), error)) {
            parser.consume();
        }
        boolean inBlock = context instanceof TrainContext train && train.LBRACE() != null;
        skip(parser, inBlock ? 1 : 0, context instanceof DeclarationContext);
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw new InputMismatchException(parser);
    }

    /** Before each round of the loops over items and declarations: what cannot start one is reported and skipped. */
    @Override
    public void sync(Parser parser) {
        ParserRuleContext context = parser.getContext();
        boolean atTopLevel = context instanceof FileContext;
        int next = parser.getInputStream().LA(1);
        boolean fits = next == Token.EOF
                || (atTopLevel ? DECLARATION_STARTS.contains(next) : !isOpen(context) || fitsBlock(context, next));
        if (fits) {
            if (ITEM_STARTS.contains(next) && isBehindBlock(parser)) {
                throw new InputMismatchException(parser);
            }
            return;
        }
        if (!inErrorRecoveryMode(parser)) {
            errors.report((BoundedParser) parser, parser.getCurrentToken(), null);
        }
        parser.consume();
        skip(parser, 0, atTopLevel);
        endErrorCondition(parser);
    }

    /** Whether it is a block whose brace was read. */
    private static boolean isOpen(ParserRuleContext context) {
        return SyntaxErrors.holdsItems(context) && context.getToken(LBRACE, 0) != null;
    }

    /** Whether a brace is missing somewhere, and likely before the next item, since that cannot stand in this block. */
    private boolean isBehindBlock(Parser parser) {
        ParserRuleContext context = parser.getContext();
        return isOpen(context)
                && !(context instanceof ModelContext)
                && !errors.bracesMatch()
                && !SyntaxErrors.block(context)
                        .items()
                        .contains(parser.getCurrentToken().getText());
    }

    private boolean fitsBlock(ParserRuleContext context, int next) {
        return ITEM_STARTS.contains(next)
                || next == SEMICOLON
                || next == RBRACE
                || DECLARATION_STARTS.contains(next) && !errors.bracesMatch()
                || context instanceof BlockContext && SyntaxErrors.beginsOperand(next);
    }

    /** To the next item, or to the end of the model; blocks in between are passed over whole. */
    private static void skip(Parser parser, int openBlocks, boolean atTopLevel) {
        int open = openBlocks;
        while (true) {
            int next = parser.getInputStream().LA(1);
            boolean stops = DECLARATION_STARTS.contains(next)
                    || !atTopLevel && ITEM_STARTS.contains(next) && open <= openBlocks
                    || !atTopLevel && next == RBRACE && open == 0;
            if (stops || next == Token.EOF) {
                return;
            }
            open += next == LBRACE ? 1 : next == RBRACE ? -1 : 0;
            parser.consume();
        }
    }
}
