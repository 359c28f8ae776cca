package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Shape;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.TrainSettings;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks one model: declarations first, then definitions in the order of their dependencies, then the loss. */
final class ModelChecker {
    private final Ast.Model model;
    private final Session session;
    private final Diagnostics diagnostics;
    private final Declarations declarations;
    private final Layers layers;
    private final ModelScope scope;
    private final SizeExpressions sizes;
    private final List<TypedModel.Data> inputs = new ArrayList<>();
    private final List<TypedModel.Data> targets = new ArrayList<>();
    private final Map<String, TypedModel.Parameter> parameters = new HashMap<>();
    /** The loss, too. */
    private final Map<String, TypedModel.Definition> definitions = new HashMap<>();

    private TypedExpression loss;

    ModelChecker(Ast.Model model, Session session, Diagnostics diagnostics) {
        this.model = model;
        this.session = session;
        this.diagnostics = diagnostics;
        this.declarations = Declarations.of(model, diagnostics);
        this.layers = Layers.of(model, session.functions()::isLayer);
        this.scope = new ModelScope(declarations.names(), layers);
        this.sizes = new SizeExpressions(session, scope);
        this.loss = new Broken(model.span());
    }

    /** What could be checked; whether it is sound, the diagnostics tell. */
    TypedModel check() {
        Constants constants = new Constants(session, scope);
        List<Dim> dims = new DimChecker(session, scope).check(declarations.dims());
        declarations.data().forEach(this::data);
        Precision precision = precision();
        session.precision(precision);
        ParameterChecker parameterChecker = new ParameterChecker(constants, session, sizes, precision);
        for (Ast.Parameter parameter : declarations.parameters()) {
            Shape shape = shape(parameter.axes());
            scope.put(parameter.name().text(), ValueType.real(shape));
            parameters.put(parameter.name().text(), parameterChecker.check(parameter, shape));
        }
        layers.check(session);
        if (declarations.loss().isEmpty()) {
            diagnostics.report(
                    DiagnosticCode.MISSING_LOSS,
                    model.name().span(),
                    model.name().text());
        }
        List<String> order = computedInOrder();
        Map<String, TypedExpression> updates = new UpdateChecker(session, new ExpressionChecker(session, scope))
                .check(model.items(), declarations.updates());
        if (layers.isTooLarge()) {
            String most = String.valueOf(Layers.MOST_PARAMETERS);
            diagnostics.report(
                    DiagnosticCode.TOO_MANY_PARAMETERS,
                    model.name().span(),
                    model.name().text(),
                    most);
        }
        if (!diagnostics.hasErrors()) { // what is missing for other reasons is not reported again
            checkSizesAreKnown();
        }
        new Dependencies(declarations, diagnostics).check();
        return new TypedModel(
                model.name().text(),
                model.doc(),
                model.span(),
                precision,
                dims,
                session.leastSizes(),
                inputs,
                targets,
                layers.parameters(parameters),
                inOrder(declarations.definitions().keySet()),
                inOrder(order),
                loss,
                updates,
                declarations
                        .train()
                        .map(train -> new TrainChecker(constants, diagnostics).check(train))
                        .orElse(TrainSettings.NONE));
    }

    private List<TypedModel.Definition> inOrder(Iterable<String> names) {
        List<TypedModel.Definition> list = new ArrayList<>();
        names.forEach(name -> Optional.ofNullable(definitions.get(name)).ifPresent(list::add));
        return list;
    }

    private Precision precision() {
        if (declarations.precision().isEmpty()) {
            return Precision.F64;
        }
        Ast.Name name = declarations.precision().get().name();
        for (Precision precision : Precision.values()) {
            if (precision.name().equalsIgnoreCase(name.text())) {
                return precision;
            }
        }
        diagnostics.report(DiagnosticCode.UNKNOWN_PRECISION, name.span(), name.text());
        return Precision.F64;
    }

    private void data(Ast.Data declared) {
        String name = declared.name().text();
        Shape shape = shape(declared.axes());
        Optional<Kind> kind = declared.kind().isPresent()
                ? new ElementTypes(session, scope).of(declared.kind().get())
                : Optional.of(Kind.REAL);
        if (kind.isEmpty()) {
            scope.putBroken(name);
            return;
        }
        scope.put(name, new ValueType(kind.get(), shape));
        (declared.isTarget() ? targets : inputs)
                .add(new TypedModel.Data(
                        name, kind.get(), shape, declared.doc(), declared.name().span()));
    }

    /** The size of an unbound dim must come from data. */
    private void checkSizesAreKnown() {
        Set<Dim> told = new HashSet<>();
        inputs.forEach(data -> told.addAll(data.shape().dims()));
        targets.forEach(data -> told.addAll(data.shape().dims()));
        for (Ast.Dim declared : declarations.dims()) {
            Ast.Name name = declared.name();
            Optional<Dim> dim = scope.axis(name.text()).map(Axis::dim);
            if (declared.size().isEmpty() && dim.isPresent() && !told.contains(dim.get())) {
                diagnostics.report(DiagnosticCode.DIM_WITHOUT_DATA, name.span(), name.text());
            }
        }
    }

    /** Canonical axes over dims and sizes; what is wrong with the rest is reported. */
    private Shape shape(List<Ast.Axis> written) {
        List<Dim> dims = new ArrayList<>();
        written.forEach(axis -> sizes.declared(axis).ifPresent(dims::add));
        return Shape.over(dims);
    }

    /** Checks all definitions and the loss; their names, each after those it mentions. */
    private List<String> computedInOrder() {
        var order = DependencyOrder.of(declarations.computed(), this::computedFrom);
        Set<String> cyclic = new HashSet<>();
        for (List<String> cycle : order.cycles()) {
            cyclic.addAll(cycle);
            Span span = declarations.place(cycle.get(0));
            diagnostics.report(DiagnosticCode.CYCLIC_DEFINITION, span, cycle.get(0), String.join(" -> ", cycle));
        }
        cyclic.forEach(scope::putBroken);
        for (String name : order.order()) {
            if (!cyclic.contains(name)) {
                Ast.Definition definition = declarations.definitions().get(name);
                if (definition == null) {
                    loss(declarations.loss().orElseThrow());
                } else {
                    define(definition);
                }
            }
        }
        return order.order();
    }

    /** What a value mentions, and what applies the layers whose parameters it mentions. */
    private List<String> computedFrom(String name) {
        List<String> from = new ArrayList<>(declarations.computedFrom(name));
        from.addAll(layers.applying(declarations.value(name), declarations.values()));
        return from;
    }

    private void define(Ast.Definition definition) {
        TypedExpression value = new DefinitionChecker(new ExpressionChecker(session, scope)).check(definition);
        put(
                definition.name().text(),
                definition.role(),
                definition.doc(),
                definition.name().span(),
                value);
    }

    private void put(String name, Ast.DefinitionRole role, String doc, Span place, TypedExpression value) {
        if (value instanceof Broken) {
            scope.putBroken(name);
        } else {
            scope.put(name, value.type());
            Shape shape = value.type().shape();
            definitions.put(name, new TypedModel.Definition(name, role, shape, doc, place, value));
        }
    }

    private void loss(Ast.Loss declared) {
        Ast.Expression expression = declared.value();
        loss = new ExpressionChecker(session, scope).checkNumber(expression);
        if (!(loss instanceof Broken) && !loss.type().shape().isScalar()) {
            String text = expression.span().text();
            String found = loss.type().toString();
            diagnostics.report(
                    DiagnosticCode.NON_SCALAR_LOSS, expression.span(), found, text.contains("\n") ? "" : text);
            loss = new Broken(expression.span());
        }
        put(TypedModel.LOSS, Ast.DefinitionRole.LET, "", declared.span(), loss);
    }
}
