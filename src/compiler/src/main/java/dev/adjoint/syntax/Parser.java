package dev.adjoint.syntax;

import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.SourceFile;
import dev.adjoint.syntax.antlr.NnLexer;
import java.util.List;
import java.util.function.BiFunction;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;

/** Parses model files. */
public final class Parser {
    private Parser() {}

    /**
     * @param diagnostics receives what is not grammatical
     * @return what could be parsed: items with a syntax error in them are left out
     */
    public static Ast.File parse(SourceFile source, Diagnostics diagnostics) {
        return parse(source, diagnostics, (parser, tree) -> tree.file(parser.file()));
    }

    /** Parses items that are added to a model from elsewhere, as {@link #parse} parses a file. */
    public static List<Ast.Item> items(SourceFile source, Diagnostics diagnostics) {
        return parse(source, diagnostics, (parser, tree) -> tree.items(parser.additions()));
    }

    private static <T> T parse(
            SourceFile source, Diagnostics diagnostics, BiFunction<BoundedParser, AstBuilder, T> rule) {
        NnLexer lexer = new NnLexer(CharStreams.fromString(source.text(), source.name()));
        lexer.removeErrorListeners();
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        Places places = new Places(source);
        Lexical.mend(tokens.getTokens(), places, diagnostics);
        SoftWords.resolve(tokens.getTokens());

        BoundedParser parser = new BoundedParser(tokens);
        parser.removeErrorListeners();
        parser.setErrorHandler(new ItemRecovery(new SyntaxErrors(tokens, places, diagnostics)));
        // The grammar needs one token of lookahead, for which the cheaper mode is exact.
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        return rule.apply(parser, new AstBuilder(tokens, places, diagnostics));
    }
}
