package dev.adjoint.syntax;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.antlr.NnBaseVisitor;
import dev.adjoint.syntax.antlr.NnParser.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Makes the items of one block from ANTLR's tree; leaves out what has a syntax error in it. */
final class ItemBuilder extends NnBaseVisitor<Void> {
    private final BlockKind block;
    private final ExpressionBuilder expressions;
    private final AxisBuilder axes;
    private final DocComments docs;
    private final Places places;
    private final Diagnostics diagnostics;
    private final List<Ast.Item> items = new ArrayList<>();

    ItemBuilder(
            BlockKind block, ExpressionBuilder expressions, DocComments docs, Places places, Diagnostics diagnostics) {
        this.block = block;
        this.expressions = expressions;
        this.axes = expressions.axes();
        this.docs = docs;
        this.places = places;
        this.diagnostics = diagnostics;
    }

    /** In the order they are written; a list such as {@code let a = 1, b = 2} gives several. */
    List<Ast.Item> items(List<ItemContext> contexts) {
        for (ItemContext context : contexts) {
            String word = context.getStart().getText();
            if (context.exception != null) {
                continue;
            }
            if (block.items().contains(word)) {
                context.accept(this);
            } else {
                Span span = places.of(context.getStart());
                diagnostics.report(DiagnosticCode.MISPLACED_ITEM, span, word, block.description(), block.choice());
            }
        }
        return items;
    }

    private Ast.Name name(Token token) {
        return new Ast.Name(places.of(token), token.getText());
    }

    private List<Ast.Axis> axes(AxesContext context) {
        return context == null ? List.of() : axes.axes(context);
    }

    @Override
    public Void visitPrecision(PrecisionContext c) {
        items.add(new Ast.Precision(places.of(c), name(c.NAME().getSymbol())));
        return null;
    }

    @Override
    public Void visitDims(DimsContext c) {
        for (DimDeclaratorContext d : c.dimDeclarator()) {
            Optional<Ast.Expression> size = Optional.ofNullable(d.expression()).map(expressions::expression);
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
        Optional<Ast.Kind> kind = Optional.ofNullable(d.kind()).map(expressions::kind);
        items.add(
                new Ast.Data(places.of(d), doc(item, d), isTarget, name(d.NAME().getSymbol()), axes(d.axes()), kind));
    }

    @Override
    public Void visitParams(ParamsContext c) {
        for (ParamDeclaratorContext p : c.paramDeclarator()) {
            items.add(parameter(c, p, false));
        }
        return null;
    }

    private Ast.Parameter parameter(ItemContext item, ParamDeclaratorContext p, boolean isState) {
        return new Ast.Parameter(
                places.of(p),
                doc(item, p),
                name(p.NAME().getSymbol()),
                axes(p.axes()),
                Optional.ofNullable(p.constraint()).map(this::constraint),
                Optional.ofNullable(p.initialiser()).map(this::initialiser),
                isState || p.FROZEN() != null,
                isState);
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
        if (c.NAME() == null) {
            return new Ast.Value(places.of(c), expressions.expression(c.expression()));
        }
        Ast.Name name = name(c.NAME().getSymbol());
        Optional<List<Ast.Axis>> outputs = Optional.ofNullable(c.axes()).map(axes::axes);
        return new Ast.Distribution(places.of(c), name, outputs, expressions.unnamed(name, c.arguments()));
    }

    @Override
    public Void visitLets(LetsContext c) {
        c.definition().forEach(d -> addDefinition(c, d, Ast.DefinitionRole.LET));
        return null;
    }

    @Override
    public Void visitOutputs(OutputsContext c) {
        c.definition().forEach(d -> addDefinition(c, d, Ast.DefinitionRole.OUTPUT));
        return null;
    }

    @Override
    public Void visitMetrics(MetricsContext c) {
        c.definition().forEach(d -> addDefinition(c, d, Ast.DefinitionRole.METRIC));
        return null;
    }

    private void addDefinition(ItemContext item, DefinitionContext d, Ast.DefinitionRole role) {
        items.add(new Ast.Definition(
                places.of(d),
                doc(item, d),
                role,
                name(d.NAME().getSymbol()),
                Optional.ofNullable(d.axes()).map(axes::axes),
                expressions.expression(d.expression())));
    }

    @Override
    public Void visitInstances(InstancesContext c) {
        for (InstanceDeclaratorContext d : c.instanceDeclarator()) {
            items.add(new Ast.Instance(
                    places.of(d), doc(c, d), name(d.NAME().getSymbol()), expressions.stage(d.stage())));
        }
        return null;
    }

    @Override
    public Void visitStates(StatesContext c) {
        for (ParamDeclaratorContext p : c.paramDeclarator()) {
            items.add(parameter(c, p, true));
        }
        return null;
    }

    @Override
    public Void visitUpdates(UpdatesContext c) {
        for (UpdateContext u : c.update()) {
            items.add(new Ast.Update(places.of(u), name(u.NAME().getSymbol()), expressions.expression(u.expression())));
        }
        return null;
    }

    @Override
    public Void visitEmission(EmissionContext c) {
        items.add(new Ast.Emission(places.of(c), expressions.expression(c.expression())));
        return null;
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
            return new Ast.Text(span, AstBuilder.unquoted(c.STRING().getSymbol()));
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
        String own = docs.before(declarator);
        boolean first = item.getChild(1) == declarator;
        return own.isEmpty() && first ? docs.before(item) : own;
    }
}
