package dev.adjoint.syntax;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
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
    private final Places places;
    private final Diagnostics diagnostics;

    ExpressionBuilder(Places places, Diagnostics diagnostics) {
        this.places = places;
        this.diagnostics = diagnostics;
    }

    Ast.Expression expression(ExpressionContext c) {
        if (c.pipeline() != null) {
            return pipeline(c.pipeline());
        }
        return new Ast.If(
                places.of(c), expression(c.expression(0)), expression(c.expression(1)), expression(c.expression(2)));
    }

    private Ast.Expression pipeline(PipelineContext c) {
        if (c.getChildCount() > 1) {
            notYet(operator(c, 1), "the pipe '|>'");
        }
        return disjunction(c.disjunction(0));
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
        boolean divides = false;
        for (ParseTree child : c.children) {
            if (child instanceof SignedContext factor) {
                factors.add(new Ast.Factor(divides, signed(factor)));
            } else {
                divides = child.getText().equals("/");
                if (child.getText().equals("@")) {
                    notYet(((TerminalNode) child).getSymbol(), "the matrix product '@'");
                }
            }
        }
        return new Ast.Product(places.of(c), factors);
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
        if (c.expression() != null) {
            return expression(c.expression());
        }
        Ast.Name name = new Ast.Name(places.of(c.NAME().getSymbol()), c.NAME().getText());
        if (c.arguments() != null) {
            return new Ast.Call(
                    places.of(c), name, Optional.ofNullable(c.subscript()).map(this::axes), arguments(c.arguments()));
        }
        if (c.subscript() != null) {
            notYet(c.subscript().getStart(), "index notation");
        }
        return new Ast.Reference(name.span(), name.text());
    }

    private List<Ast.Name> axes(SubscriptContext c) {
        List<Ast.Name> names = new ArrayList<>();
        for (ExpressionContext index : c.expression()) {
            if (expression(index) instanceof Ast.Reference axis) {
                names.add(new Ast.Name(axis.span(), axis.name()));
            } else {
                diagnostics.report(DiagnosticCode.EXPECTED, places.of(index), "the name of an axis", "an expression");
            }
        }
        return names;
    }

    /** @param c may be null: no brackets, no arguments */
    List<Ast.Expression> arguments(ArgumentsContext c) {
        return c == null ? List.of() : all(c.expression(), this::expression);
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

    private void notYet(Token at, String construct) {
        diagnostics.report(DiagnosticCode.NOT_YET, places.of(at), construct);
    }
}
