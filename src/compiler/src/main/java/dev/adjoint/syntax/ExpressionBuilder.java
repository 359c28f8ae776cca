package dev.adjoint.syntax;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.antlr.NnParser;
import dev.adjoint.syntax.antlr.NnParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Makes expressions from ANTLR's tree, one method for each rule of the grammar. Recursion is as deep as the parser's was,
 * which {@link BoundedParser} bounds. Walks children in order: ANTLR's access by index would be quadratic in long chains.
 */
final class ExpressionBuilder {
    private final DocComments docs;
    private final Places places;
    private final Diagnostics diagnostics;
    private final AxisBuilder axes;

    ExpressionBuilder(DocComments docs, Places places, Diagnostics diagnostics) {
        this.docs = docs;
        this.places = places;
        this.diagnostics = diagnostics;
        this.axes = new AxisBuilder(this, places, diagnostics);
    }

    AxisBuilder axes() {
        return axes;
    }

    Ast.Expression expression(ExpressionContext c) {
        if (c.pipeline() != null) {
            return pipeline(c.pipeline());
        }
        if (c.scan() != null) {
            return scan(c.scan());
        }
        return new Ast.If(
                places.of(c), expression(c.expression(0)), expression(c.expression(1)), expression(c.expression(2)));
    }

    private Ast.Expression scan(ScanContext c) {
        Ast.Name index = name(c.NAME(0).getSymbol());
        Token over = c.NAME(1) == null ? c.NUMBER().getSymbol() : c.NAME(1).getSymbol();
        Ast.Axis axis = new Ast.Axis(index.span().to(places.of(over)), Optional.of(index), Optional.of(size(over)));
        List<Ast.Carry> carries = all(
                c.definition(),
                d -> new Ast.Carry(
                        places.of(d),
                        name(d.NAME().getSymbol()),
                        Optional.ofNullable(d.axes()).map(axes::axes),
                        expression(d.expression())));
        List<Ast.Item> items = new ItemBuilder(BlockKind.SCAN, this, docs, places, diagnostics)
                .items(c.scanBody().item());
        return new Ast.Scan(
                places.of(c),
                axis,
                c.REVERSE() != null,
                carries,
                only(Ast.Definition.class, items),
                only(Ast.Update.class, items),
                only(Ast.Emission.class, items));
    }

    private Ast.Expression size(Token token) {
        Span span = places.of(token);
        return token.getType() == NnParser.NUMBER
                ? new Ast.Literal(span, number(token))
                : new Ast.Reference(span, token.getText());
    }

    private static <T> List<T> only(Class<T> kind, List<Ast.Item> items) {
        return items.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Ast.Expression pipeline(PipelineContext c) {
        Ast.Expression value = disjunction(c.disjunction());
        for (StageContext stage : bounded(c.stage())) {
            value = stage(stage).after(places.of(c.getStart(), stage.getStop()), value);
        }
        return value;
    }

    /** Each stage is a call of what stands before it. */
    private List<StageContext> bounded(List<StageContext> stages) {
        if (stages.size() <= BoundedParser.DEEPEST) {
            return stages;
        }
        String most = String.valueOf(BoundedParser.DEEPEST);
        Span first = places.of(stages.get(BoundedParser.DEEPEST));
        diagnostics.report(DiagnosticCode.NESTING_TOO_DEEP, first, most);
        return stages.subList(0, BoundedParser.DEEPEST);
    }

    Ast.Stage stage(StageContext c) {
        Optional<Ast.Expression> count = Optional.ofNullable(c.count()).map(this::count);
        Ast.Name function = name(c.NAME().getSymbol());
        Span span = function.span().to(places.of(c));
        return new Ast.Stage(places.of(c), count, call(span, function, c.subscript(), c.arguments()));
    }

    Ast.Expression stages(StagesContext c) {
        return new Ast.Pipeline(places.of(c), all(bounded(c.stage()), this::stage));
    }

    private Ast.Expression count(CountContext c) {
        return c.expression() == null ? size(c.getStart()) : expression(c.expression());
    }

    private Ast.Name name(Token token) {
        return new Ast.Name(places.of(token), token.getText());
    }

    private Ast.Expression disjunction(DisjunctionContext c) {
        return logic(c, c.conjunction(), this::conjunction);
    }

    private Ast.Expression conjunction(ConjunctionContext c) {
        return logic(c, c.negation(), this::negation);
    }

    private <C> Ast.Expression logic(ParserRuleContext c, List<C> operands, Function<C, Ast.Expression> build) {
        if (operands.size() == 1) {
            return build.apply(operands.get(0));
        }
        return new Ast.Logic(places.of(c), c.getChild(1).getText(), all(operands, build));
    }

    private Ast.Expression negation(NegationContext c) {
        Ast.Expression operand = comparison(c.comparison());
        int count = c.getChildCount() - 1;
        return count == 0 ? operand : new Ast.Not(places.of(c), count % 2 == 1, operand);
    }

    private Ast.Expression comparison(ComparisonContext c) {
        List<SumContext> sums = c.sum();
        Ast.Expression left = sum(sums.get(0));
        if (sums.size() == 1) {
            return left;
        }
        Ast.Expression right = sum(sums.get(1));
        if (sums.size() > 2) {
            String middle = right.span().text();
            String first = left.span().text() + " " + c.getChild(1).getText() + " " + middle;
            Span last = places.of(sums.get(2));
            diagnostics.report(
                    DiagnosticCode.CHAINED_COMPARISON,
                    places.of(operator(c, 3)),
                    first + " and " + middle + " " + c.getChild(3).getText() + " " + last.text());
        }
        return new Ast.Comparison(left.span().to(right.span()), c.getChild(1).getText(), left, right);
    }

    Ast.Expression sum(SumContext c) {
        if (c.getChildCount() == 1) {
            return product((ProductContext) c.getChild(0));
        }
        List<Ast.Term> terms = new ArrayList<>();
        boolean negative = false;
        for (ParseTree child : c.children) {
            if (child instanceof ProductContext product) {
                terms.add(new Ast.Term(negative, product(product)));
            } else {
                negative = child.getText().equals("-");
            }
        }
        return new Ast.Sum(places.of(c), terms);
    }

    private Ast.Expression product(ProductContext c) {
        if (c.getChildCount() == 1) {
            return signed((SignedContext) c.getChild(0));
        }
        List<Ast.Factor> factors = new ArrayList<>();
        Ast.Operator operator = Ast.Operator.TIMES;
        for (ParseTree child : c.children) {
            if (child instanceof SignedContext factor) {
                factors.add(new Ast.Factor(operator, signed(factor)));
            } else {
                operator = operator(child.getText());
            }
        }
        return new Ast.Product(places.of(c), factors);
    }

    private static Ast.Operator operator(String symbol) {
        return switch (symbol) {
            case "*" -> Ast.Operator.TIMES;
            case "/" -> Ast.Operator.DIVIDED_BY;
            case "@" -> Ast.Operator.CONTRACT;
            default -> throw new IllegalStateException("no operator of products: " + symbol);
        };
    }

    private Ast.Expression signed(SignedContext c) {
        Ast.Expression operand = power(c.power());
        return c.getChildCount() == 1 ? operand : new Ast.Signed(places.of(c), hasOddMinuses(c), operand);
    }

    private Ast.Expression power(PowerContext c) {
        Ast.Expression base = atom(c.atom());
        if (c.getChildCount() == 1) {
            return base;
        }
        List<Ast.Exponent> exponents = all(c.exponent(), e -> new Ast.Exponent(hasOddMinuses(e), atom(e.atom())));
        return new Ast.Power(places.of(c), base, exponents);
    }

    private static boolean hasOddMinuses(ParserRuleContext c) {
        return c.children.stream().filter(sign -> sign.getText().equals("-")).count() % 2 == 1;
    }

    private Ast.Expression atom(AtomContext c) {
        if (c.NUMBER() != null) {
            return new Ast.Literal(places.of(c), number(c.NUMBER().getSymbol()));
        }
        List<SubscriptContext> subscripts = c.subscript();
        if (c.expression() != null) {
            return subscripted(c, expression(c.expression()), subscripts);
        }
        Ast.Name name = name((c.PATH() == null ? c.NAME() : c.PATH()).getSymbol());
        if (c.arguments() == null) {
            return subscripted(c, new Ast.Reference(name.span(), name.text()), subscripts);
        }
        boolean hasAxes = c.getChild(1) instanceof SubscriptContext;
        Span span = name.span().to(places.of(c.arguments()));
        Ast.Call call = call(span, name, hasAxes ? subscripts.get(0) : null, c.arguments());
        return subscripted(c, call, hasAxes ? subscripts.subList(1, subscripts.size()) : subscripts);
    }

    /** @param subscripts none or one */
    private Ast.Expression subscripted(AtomContext c, Ast.Expression value, List<SubscriptContext> subscripts) {
        if (subscripts.isEmpty()) {
            return value;
        }
        SubscriptContext subscript = subscripts.get(0);
        List<Ast.Expression> indices = all(subscript.index(), this::index);
        return new Ast.Subscript(
                places.of(c),
                value,
                indices,
                Optional.ofNullable(subscript.expression()).map(this::expression));
    }

    private Ast.Expression index(IndexContext c) {
        if (c.COLON() != null) {
            diagnostics.report(
                    DiagnosticCode.EXPECTED,
                    places.of(c.COLON().getSymbol()),
                    "',' or ']'",
                    "':'",
                    "ranges are declared where an index is bound, as in 'sum[i: 3](...)' or 'let y[i: 3] = ...'");
        }
        return expression(c.expression(0));
    }

    /** @param axes null without brackets */
    private Ast.Call call(Span span, Ast.Name function, SubscriptContext axes, ArgumentsContext arguments) {
        List<Ast.Expression> positional = new ArrayList<>();
        List<Ast.Argument> named = new ArrayList<>();
        for (ArgumentContext argument : arguments == null ? List.<ArgumentContext>of() : arguments.argument()) {
            Ast.Expression first =
                    argument.expression().isEmpty() ? stages(argument.stages()) : expression(argument.expression(0));
            if (argument.ASSIGN() != null) {
                named.add(named(argument, first));
            } else {
                if (!named.isEmpty()) {
                    String last = named.get(named.size() - 1).name().text();
                    diagnostics.report(DiagnosticCode.NAMED_BEFORE_POSITIONAL, first.span(), last);
                }
                positional.add(first);
            }
        }
        Optional<List<Ast.Axis>> names = Optional.ofNullable(axes).map(this.axes::axes);
        return new Ast.Call(span, function, names, positional, named);
    }

    private Ast.Argument named(ArgumentContext c, Ast.Expression first) {
        Ast.Expression value = c.stages() == null ? expression(c.expression(1)) : stages(c.stages());
        if (first instanceof Ast.Reference reference) {
            return new Ast.Argument(places.of(c), new Ast.Name(reference.span(), reference.name()), value);
        }
        diagnostics.report(
                DiagnosticCode.EXPECTED,
                first.span(),
                "the name of a parameter before '='",
                "an expression",
                "equality is written '=='");
        return new Ast.Argument(places.of(c), new Ast.Name(first.span(), ""), value);
    }

    Ast.Kind kind(KindContext c) {
        return new Ast.Kind(
                places.of(c),
                name(c.NAME().getSymbol()),
                Optional.ofNullable(c.expression()).map(this::expression));
    }

    /** Arguments where none have names; null for none. */
    List<Ast.Expression> unnamed(Ast.Name function, ArgumentsContext c) {
        if (c == null) {
            return List.of();
        }
        return all(c.argument(), argument -> {
            if (argument.ASSIGN() != null) {
                String name = argument.expression(0).getText();
                diagnostics.report(DiagnosticCode.UNKNOWN_ARGUMENT, places.of(argument), function.text(), name);
            }
            return argument.stages() == null
                    ? expression(argument.expression(argument.expression().size() - 1))
                    : stages(argument.stages());
        });
    }

    /** A loop, as a stream would deepen the stack. */
    private static <C, T> List<T> all(List<C> contexts, Function<C, T> build) {
        List<T> built = new ArrayList<>(contexts.size());
        for (C context : contexts) {
            built.add(build.apply(context));
        }
        return built;
    }

    double number(Token token) {
        try {
            double value = Double.parseDouble(token.getText());
            if (Double.isInfinite(value)) {
                diagnostics.report(DiagnosticCode.NUMBER_OUT_OF_RANGE, places.of(token), token.getText());
            }
            return value;
        } catch (NumberFormatException malformed) {
            return 0; // reported when the words were read
        }
    }

    private static Token operator(ParserRuleContext c, int index) {
        return ((TerminalNode) c.getChild(index)).getSymbol();
    }
}
