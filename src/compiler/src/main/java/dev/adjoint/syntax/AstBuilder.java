package dev.adjoint.syntax;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.antlr.NnParser;
import dev.adjoint.syntax.antlr.NnParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Makes the syntax tree of declarations from ANTLR's; leaves out what has a syntax error in it. */
final class AstBuilder {
    private final Places places;
    private final Diagnostics diagnostics;
    private final DocComments docs;
    private final ExpressionBuilder expressions;
    private final CommonTokenStream tokens;

    AstBuilder(CommonTokenStream tokens, Places places, Diagnostics diagnostics) {
        this.tokens = tokens;
        this.places = places;
        this.diagnostics = diagnostics;
        this.docs = new DocComments(tokens);
        this.expressions = new ExpressionBuilder(docs, places, diagnostics);
    }

    Ast.File file(FileContext context) {
        List<Ast.Import> imports = new ArrayList<>();
        List<Ast.Function> functions = new ArrayList<>();
        List<Ast.Model> models = new ArrayList<>();
        for (DeclarationContext declaration : context.declaration()) {
            if (declaration.exception != null) {
                continue;
            }
            if (declaration instanceof ImportFileContext i) {
                imports.add(new Ast.Import(
                        places.of(i.STRING().getSymbol()), unquoted(i.STRING().getSymbol())));
            } else if (declaration instanceof FunctionContext f) {
                functions.add(function(f));
            } else if (declaration instanceof LayerContext l) {
                functions.add(layer(l));
            } else if (declaration instanceof ModelDeclarationContext m && hasHead(m.model())) {
                models.add(model(m.model()));
            }
        }
        models.stream().skip(1).forEach(extra -> {
            Ast.Name first = models.get(0).name();
            String line = String.valueOf(first.span().line());
            diagnostics.report(DiagnosticCode.SECOND_MODEL, extra.span(), first.text(), line);
        });
        return new Ast.File(places.source(), imports, functions, models.stream().findFirst());
    }

    List<Ast.Item> items(AdditionsContext context) {
        return new ItemBuilder(BlockKind.MODEL, expressions, docs, places, diagnostics).items(context.item());
    }

    private Ast.Function function(FunctionContext c) {
        Ast.Body body = c.block() == null ? body(c.expression()) : body(c.block(), BlockKind.FUNCTION);
        return new Ast.Function(
                places.of(c),
                docs.before(c),
                false,
                name(c.NAME().getSymbol()),
                axisParameters(c.axisParameters()),
                formals(c.formals()),
                body);
    }

    private Ast.Function layer(LayerContext c) {
        return new Ast.Function(
                places.of(c),
                docs.before(c),
                true,
                name(c.NAME().getSymbol()),
                axisParameters(c.axisParameters()),
                formals(c.formals()),
                body(c.block(), BlockKind.LAYER));
    }

    private List<Ast.Name> axisParameters(AxisParametersContext c) {
        return c == null
                ? List.of()
                : c.NAME().stream().map(TerminalNode::getSymbol).map(this::name).toList();
    }

    private List<Ast.Formal> formals(FormalsContext c) {
        return c.formal().stream().map(this::formal).toList();
    }

    private Ast.Formal formal(FormalContext c) {
        boolean isPipeline = c.getStart() != c.NAME().getSymbol();
        return new Ast.Formal(
                places.of(c),
                isPipeline,
                name(c.NAME().getSymbol()),
                Optional.ofNullable(c.pattern()).map(expressions.axes()::pattern),
                Optional.ofNullable(c.kind()).map(expressions::kind),
                Optional.ofNullable(c.expression()).map(expressions::expression));
    }

    private Ast.Body body(ExpressionContext c) {
        Ast.Expression result = expressions.expression(c);
        return new Ast.Body(result.span(), List.of(), result);
    }

    private Ast.Body body(BlockContext c, BlockKind kind) {
        List<Ast.Item> items = new ItemBuilder(kind, expressions, docs, places, diagnostics).items(c.item());
        List<ResultContext> results = c.getRuleContexts(ResultContext.class);
        for (ResultContext early : results) {
            if (early.exception == null && early != c.getChild(c.getChildCount() - 2) && !isAssigned(early)) {
                reportEarly(early, kind);
            }
        }
        if (results.isEmpty()) {
            Token end = c.RBRACE().getSymbol();
            diagnostics.report(
                    DiagnosticCode.EXPECTED,
                    places.of(end),
                    "an expression, the result of " + kind.description(),
                    "'}'");
            return new Ast.Body(places.of(c), items, new Ast.Literal(places.of(end), 0));
        }
        ResultContext last = results.get(results.size() - 1);
        Ast.Expression result = last.exception == null
                ? expressions.expression(last.expression())
                : new Ast.Literal(places.of(last.getStart()), 0);
        return new Ast.Body(places.of(c), items, result);
    }

    /** Whether '=' follows, which was reported. */
    private boolean isAssigned(ResultContext early) {
        int index = early.getStop().getTokenIndex() + 1;
        while (tokens.get(index).getChannel() != Token.DEFAULT_CHANNEL) {
            index++;
        }
        return tokens.get(index).getType() == NnParser.ASSIGN;
    }

    /** Where it follows the expression before in one line, an operator was forgotten, or a separator. */
    private void reportEarly(ResultContext early, BlockKind kind) {
        Token first = early.getStart();
        Token previous = previous(first);
        boolean continues =
                previous.getLine() == first.getLine() && !List.of("{", "}", ";").contains(previous.getText());
        if (continues) {
            String before = "'" + previous.getText() + "'";
            diagnostics.report(DiagnosticCode.MISSING_OPERATOR, places.of(first), before, "'" + first.getText() + "'");
        } else {
            diagnostics.report(
                    DiagnosticCode.EXPECTED,
                    places.of(early.expression()),
                    kind.example(),
                    "an expression",
                    "only the result, at the end, stands alone");
        }
    }

    private Token previous(Token token) {
        int index = token.getTokenIndex() - 1;
        while (tokens.get(index).getChannel() != Token.DEFAULT_CHANNEL) {
            index--;
        }
        return tokens.get(index);
    }

    /** Whether the word, the name and the brace were there; what recovery passed over stands in the tree as well, as errors. */
    private static boolean hasHead(ModelContext context) {
        return context.getChildCount() > 2
                && context.getChild(1) == context.NAME()
                && context.getChild(2) == context.LBRACE()
                && context.children.subList(0, 3).stream().noneMatch(ErrorNode.class::isInstance);
    }

    private Ast.Model model(ModelContext context) {
        List<Ast.Item> items =
                new ItemBuilder(BlockKind.MODEL, expressions, docs, places, diagnostics).items(context.item());
        Span head = places.of(context.MODEL().getSymbol(), context.NAME().getSymbol());
        return new Ast.Model(head, docs.before(context), name(context.NAME().getSymbol()), items);
    }

    private Ast.Name name(Token token) {
        return new Ast.Name(places.of(token), token.getText());
    }

    static String unquoted(Token string) {
        String text = string.getText();
        boolean closed = text.length() > 1 && text.endsWith("\"");
        return text.substring(1, closed ? text.length() - 1 : text.length());
    }
}
