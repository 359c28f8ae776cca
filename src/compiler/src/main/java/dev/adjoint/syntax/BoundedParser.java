package dev.adjoint.syntax;

import dev.adjoint.syntax.antlr.NnParser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/**
 * The generated parser with a bound on nesting, so that no text overflows the stack, here or in later stages that recurse
 * over expressions; and with a memory of where the last expression ended, from which messages profit.
 */
final class BoundedParser extends NnParser {
    /**
     * Brackets, branches, scans and pipelines within each other. One level costs up to a dozen frames of the generated parser; 128 of them
     * fit twice into a stack of one megabyte, the default of all supported platforms.
     */
    static final int DEEPEST = 128;

    private int depth;
    private Token expressionEnd;

    BoundedParser(TokenStream tokens) {
        super(tokens);
    }

    /** The last token of the expression that was completed last; null before the first. */
    Token expressionEnd() {
        return expressionEnd;
    }

    @Override
    public void enterRule(ParserRuleContext context, int state, int rule) {
        if (deepens(rule)) {
            if (depth == DEEPEST) {
                throw new TooDeep(this);
            }
            depth++;
        }
        super.enterRule(context, state, rule);
    }

    @Override
    public void exitRule() {
        int rule = getContext().getRuleIndex();
        if (deepens(rule)) {
            depth--;
        }
        if (rule == RULE_sum && getContext().exception == null) {
            expressionEnd = getInputStream().LT(-1);
        }
        super.exitRule();
    }

    private static boolean deepens(int rule) {
        return rule == RULE_expression || rule == RULE_stages;
    }

    /** The bound was hit. */
    static final class TooDeep extends RecognitionException {
        private static final long serialVersionUID = 1;

        TooDeep(BoundedParser parser) {
            super(parser, parser.getInputStream(), parser.getContext());
            setOffendingToken(parser.getCurrentToken());
        }
    }
}
