package dev.adjoint.syntax;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.antlr.NnBaseVisitor;
import dev.adjoint.syntax.antlr.NnParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ErrorNode;

/** Makes the syntax tree of declarations and items from ANTLR's; leaves out what has a syntax error in it. */
final class AstBuilder {
    private final Places places;
    private final Diagnostics diagnostics;
    private final ExpressionBuilder expressions;
    private final CommonTokenStream tokens;

    AstBuilder(CommonTokenStream tokens, Places places, Diagnostics diagnostics) {
        this.tokens = tokens;
        this.places = places;
        this.diagnostics = diagnostics;
        this.expressions = new ExpressionBuilder(places, diagnostics);
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

    private Ast.Function function(FunctionContext context) {
        List<Ast.Name> parameters = context.parameters.stream().map(this::name).toList();
        return new Ast.Function(
                places.of(context),
                doc(context),
                name(context.name),
                parameters,
                expressions.expression(context.expression()));
    }

    /** Whether the word, the name and the brace were there; what recovery passed over stands in the tree as well, as errors. */
    private static boolean hasHead(ModelContext context) {
        return context.getChildCount() > 2
                && context.getChild(1) == context.NAME()
                && context.getChild(2) == context.LBRACE()
                && context.children.subList(0, 3).stream().noneMatch(ErrorNode.class::isInstance);
    }

    private Ast.Model model(ModelContext context) {
        List<Ast.Item> items = new ArrayList<>();
        Items visitor = new Items(items);
        for (ItemContext item : context.item()) {
            if (item.exception == null) {
                item.accept(visitor);
            }
        }
        Span head = places.of(context.MODEL().getSymbol(), context.NAME().getSymbol());
        return new Ast.Model(head, doc(context), name(context.NAME().getSymbol()), items);
    }

    private Ast.Name name(Token token) {
        return new Ast.Name(places.of(token), token.getText());
    }

    private List<Ast.Name> axes(AxesContext context) {
        if (context == null) {
            return List.of();
        }
        List<Ast.Name> names = new ArrayList<>();
        for (AxisContext axis : context.axis()) {
            if (axis.NUMBER() != null) {
                notYet(axis, "an axis given by its size");
            } else {
                names.add(name(axis.NAME().getSymbol()));
            }
        }
        return names;
    }

    private void notYet(ParserRuleContext context, String construct) {
        diagnostics.report(DiagnosticCode.NOT_YET, places.of(context), construct);
    }

    private static String unquoted(Token string) {
        String text = string.getText();
        boolean closed = text.length() > 1 && text.endsWith("\"");
        return text.substring(1, closed ? text.length() - 1 : text.length());
    }

    /** The {@code ///} lines before it, without the slashes. */
    private String doc(ParserRuleContext context) {
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

    /** Adds the declarations of each item it visits to a list. */
    private final class Items extends NnBaseVisitor<Void> {
        private final List<Ast.Item> items;

        Items(List<Ast.Item> items) {
            this.items = items;
        }

        @Override
        public Void visitPrecision(PrecisionContext c) {
            items.add(new Ast.Precision(places.of(c), name(c.NAME().getSymbol())));
            return null;
        }

        @Override
        public Void visitDims(DimsContext c) {
            for (DimDeclaratorContext d : c.dimDeclarator()) {
                Optional<Ast.Expression> size =
                        Optional.ofNullable(d.expression()).map(expressions::expression);
                items.add(new Ast.Dim(places.of(d), doc(c, d), name(d.NAME().getSymbol()), size));
            }
            return null;
        }

        @Override
        public Void visitInputs(InputsContext c) {
            c.dataDeclarator().forEach(d -> addData(c, d, false));
            return null;
        }

        @Override
        public Void visitTargets(TargetsContext c) {
            c.dataDeclarator().forEach(d -> addData(c, d, true));
            return null;
        }

        private void addData(ItemContext item, DataDeclaratorContext d, boolean isTarget) {
            if (d.COLON() != null) {
                notYet(d, "a class type");
            }
            items.add(new Ast.Data(
                    places.of(d), doc(item, d), isTarget, name(d.NAME(0).getSymbol()), axes(d.axes())));
        }

        @Override
        public Void visitParams(ParamsContext c) {
            for (ParamDeclaratorContext p : c.paramDeclarator()) {
                items.add(new Ast.Parameter(
                        places.of(p),
                        doc(c, p),
                        name(p.NAME().getSymbol()),
                        axes(p.axes()),
                        Optional.ofNullable(p.constraint()).map(this::constraint),
                        Optional.ofNullable(p.initialiser()).map(this::initialiser),
                        p.FROZEN() != null));
            }
            return null;
        }

        private Ast.Constraint constraint(ConstraintContext c) {
            Span span = places.of(c);
            if (c.IN() != null) {
                return new Ast.Constraint(
                        span,
                        Optional.of(expressions.expression(c.expression(0))),
                        Optional.of(expressions.expression(c.expression(1))));
            }
            Optional<Ast.Expression> bound = Optional.of(expressions.sum(c.sum()));
            return c.getStart().getText().equals(">")
                    ? new Ast.Constraint(span, bound, Optional.empty())
                    : new Ast.Constraint(span, Optional.empty(), bound);
        }

        private Ast.Initialiser initialiser(InitialiserContext c) {
            return c.NAME() == null
                    ? new Ast.Value(places.of(c), expressions.expression(c.expression()))
                    : new Ast.Distribution(
                            places.of(c), name(c.NAME().getSymbol()), expressions.arguments(c.arguments()));
        }

        @Override
        public Void visitLets(LetsContext c) {
            c.definition().forEach(d -> addDefinition(c, d, false));
            return null;
        }

        @Override
        public Void visitOutputs(OutputsContext c) {
            c.definition().forEach(d -> addDefinition(c, d, true));
            return null;
        }

        private void addDefinition(ItemContext item, DefinitionContext d, boolean isOutput) {
            if (!isOutput && d.axes() != null) {
                notYet(d.axes(), "'let' with axes, that is, index notation,");
            }
            items.add(new Ast.Definition(
                    places.of(d),
                    doc(item, d),
                    isOutput,
                    name(d.NAME().getSymbol()),
                    Optional.ofNullable(d.axes()).map(AstBuilder.this::axes),
                    expressions.expression(d.expression())));
        }

        @Override
        public Void visitLoss(LossContext c) {
            items.add(new Ast.Loss(places.of(c), expressions.expression(c.expression())));
            return null;
        }

        @Override
        public Void visitTrain(TrainContext c) {
            List<Ast.Entry> entries = c.entry().stream()
                    .map(e -> new Ast.Entry(places.of(e), name(e.NAME().getSymbol()), setting(e.value())))
                    .toList();
            items.add(new Ast.Train(places.of(c), entries));
            return null;
        }

        private Ast.Setting setting(ValueContext c) {
            Span span = places.of(c);
            if (c.STRING() != null) {
                return new Ast.Text(span, unquoted(c.STRING().getSymbol()));
            }
            if (c.NUMBER() != null) {
                double number = expressions.number(c.NUMBER().getSymbol());
                return new Ast.Quantity(span, c.getStart() == c.NUMBER().getSymbol() ? number : -number);
            }
            List<Ast.Argument> arguments = c.setting().stream()
                    .map(s -> new Ast.Argument(
                            places.of(s), name(s.NAME().getSymbol()), expressions.expression(s.expression())))
                    .toList();
            return new Ast.Choice(span, name(c.NAME().getSymbol()), arguments);
        }

        /** A comment before the item's word belongs to its first declaration. */
        private String doc(ItemContext item, ParserRuleContext declarator) {
            String own = AstBuilder.this.doc(declarator);
            boolean first = item.getChild(1) == declarator;
            return own.isEmpty() && first ? AstBuilder.this.doc(item) : own;
        }
    }
}
