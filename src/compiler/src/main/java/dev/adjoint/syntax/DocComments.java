package dev.adjoint.syntax;

import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** The comments that belong to declarations. */
record DocComments(CommonTokenStream tokens) {
    /** The {@code ///} lines before it, without the slashes. */
    String before(ParserRuleContext context) {
        List<Token> lines = tokens.getHiddenTokensToLeft(context.getStart().getTokenIndex());
        StringBuilder doc = new StringBuilder();
        for (Token line : lines == null ? List.<Token>of() : lines) {
            if (line.getText().startsWith("///")) {
                doc.append(doc.isEmpty() ? "" : "\n")
                        .append(line.getText().substring(3).strip());
            }
        }
        return doc.toString();
    }
}
