package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Shape;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.TrainSettings;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.Span;
import dev.adjoint.source.Spelling;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final Map<String, Dim> dims = new LinkedHashMap<>();
    private final ModelScope scope;
    private final List<TypedModel.Data> inputs = new ArrayList<>();
    private final List<TypedModel.Data> targets = new ArrayList<>();
    private final List<TypedModel.Parameter> parameters = new ArrayList<>();
    private final Map<String, TypedModel.Definition> definitions = new HashMap<>();

    ModelChecker(Ast.Model model, Session session, Diagnostics diagnostics) {
        this.model = model;
        this.session = session;
        this.diagnostics = diagnostics;
        this.declarations = Declarations.of(model, diagnostics);
        this.scope = new ModelScope(declarations.names(), session);
    }

    /** What could be checked; whether it is sound, the diagnostics tell. */
    TypedModel check() {
        Constants constants = new Constants(session, declarations.names());
        declarations.dims().forEach(dim -> dims.put(dim.name().text(), dim(dim, constants)));
        declarations.data().forEach(this::data);
        Precision precision = precision();
        ParameterChecker parameterChecker = new ParameterChecker(constants, precision, diagnostics);
        for (Ast.Parameter parameter : declarations.parameters()) {
            Shape shape = shape(parameter.axes());
            scope.put(parameter.name().text(), ElementType.REAL, shape);
            parameters.add(parameterChecker.check(parameter, shape));
        }
        List<String> order = definitionsInOrder();
        TypedExpression loss = loss();
        new Dependencies(declarations, diagnostics).check();
        return new TypedModel(
                model.name().text(),
                model.doc(),
                model.span(),
                precision,
                List.copyOf(dims.values()),
                inputs,
                targets,
                parameters,
                inOrder(declarations.definitions().keySet()),
                inOrder(order),
                loss,
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

    private Dim dim(Ast.Dim declared, Constants constants) {
        String name = declared.name().text();
        if (declared.size().isEmpty()) {
            return Dim.unbound(name);
        }
        Ast.Expression expression = declared.size().get();
        double size = constants.finite(expression).orElse(1);
        if (size < 1 || size > Integer.MAX_VALUE || size != Math.rint(size)) {
            diagnostics.report(DiagnosticCode.BAD_DIM_SIZE, expression.span(), Numbers.text(size));
            return Dim.fixed(name, 1);
        }
        return Dim.fixed(name, (int) size);
    }

    private void data(Ast.Data declared) {
        String name = declared.name().text();
        Shape shape = shape(declared.axes());
        declared.kind().ifPresent(kind -> diagnostics.report(DiagnosticCode.NOT_YET, kind.span(), "a class type"));
        scope.put(name, ElementType.REAL, shape);
        (declared.isTarget() ? targets : inputs)
                .add(new TypedModel.Data(
                        name, shape, declared.doc(), declared.name().span()));
    }

    /** Axes over declared dims; what is wrong with the rest is reported. */
    private Shape shape(List<Ast.Axis> written) {
        List<Axis> axes = new ArrayList<>();
        for (Ast.Axis entry : written) {
            if (entry.plainName().isEmpty()) {
                diagnostics.report(DiagnosticCode.NOT_YET, entry.span(), "an axis given by its size");
                continue;
            }
            Ast.Name name = entry.plainName().get();
            Dim dim = dims.get(name.text());
            if (dim == null) {
                String near = Spelling.nearest(name.text(), dims.keySet()).orElse("");
                diagnostics.report(DiagnosticCode.UNKNOWN_DIM, name.span(), name.text(), near);
            } else if (axes.contains(Axis.of(dim))) {
                diagnostics.report(DiagnosticCode.DUPLICATE_AXIS, name.span(), name.text());
            } else {
                axes.add(Axis.of(dim));
            }
        }
        return new Shape(axes);
    }

    /** Checks all definitions; their names, each after those it mentions. */
    private List<String> definitionsInOrder() {
        Map<String, Ast.Definition> declared = declarations.definitions();
        var order = DependencyOrder.of(declared.keySet(), name -> declarations.definitionsMentionedIn(name));
        Set<String> cyclic = new HashSet<>();
        for (List<String> cycle : order.cycles()) {
            cyclic.addAll(cycle);
            Span span = declared.get(cycle.get(0)).name().span();
            diagnostics.report(DiagnosticCode.CYCLIC_DEFINITION, span, cycle.get(0), String.join(" -> ", cycle));
        }
        cyclic.forEach(scope::putBroken);
        for (String name : order.order()) {
            if (!cyclic.contains(name)) {
                define(declared.get(name));
            }
        }
        return order.order();
    }

    private void define(Ast.Definition definition) {
        String name = definition.name().text();
        if (!definition.isOutput() && definition.axes().isPresent()) {
            diagnostics.report(DiagnosticCode.NOT_YET, definition.name().span(), "'let' with axes");
        }
        ExpressionChecker checker = new ExpressionChecker(session, scope);
        TypedExpression value =
                definition.isOutput() ? checker.checkNumber(definition.value()) : checker.check(definition.value());
        Optional<Shape> declared = definition.axes().map(this::shape);
        if (value instanceof Broken) {
            scope.putBroken(name);
            return;
        }
        Shape shape = value.type().shape();
        if (declared.isPresent() && !Set.copyOf(declared.get().axes()).equals(Set.copyOf(shape.axes()))) {
            String expected = new ValueType(ElementType.REAL, declared.get()).toString();
            String found = value.type().toString();
            diagnostics.report(DiagnosticCode.OUTPUT_AXES, definition.name().span(), name, expected, found);
        }
        scope.put(name, value.type().element(), shape);
        definitions.put(
                name,
                new TypedModel.Definition(
                        name,
                        definition.isOutput(),
                        declared.orElse(shape),
                        definition.doc(),
                        definition.name().span(),
                        value));
    }

    private TypedExpression loss() {
        if (declarations.loss().isEmpty()) {
            diagnostics.report(
                    DiagnosticCode.MISSING_LOSS,
                    model.name().span(),
                    model.name().text());
            return new Broken(model.span());
        }
        Ast.Expression expression = declarations.loss().get().value();
        TypedExpression loss = new ExpressionChecker(session, scope).checkNumber(expression);
        if (!(loss instanceof Broken) && !loss.type().shape().isScalar()) {
            String text = expression.span().text();
            String found = loss.type().toString();
            diagnostics.report(
                    DiagnosticCode.NON_SCALAR_LOSS, expression.span(), found, text.contains("\n") ? "" : text);
        }
        return loss;
    }

    /** The values a model declares. */
    private record ModelScope(Set<String> names, Map<String, Optional<ValueType>> types, Session session)
            implements Scope {
        ModelScope(Set<String> names, Session session) {
            this(names, new HashMap<>(), session);
        }

        void put(String name, ElementType element, Shape shape) {
            types.put(name, Optional.of(new ValueType(element, shape)));
        }

        void putBroken(String name) {
            types.put(name, Optional.empty());
        }

        @Override
        public Optional<TypedExpression> find(Ast.Reference reference) {
            if (!names.contains(reference.name())) {
                return Optional.empty();
            }
            Optional<ValueType> type = types.get(reference.name());
            if (type == null) {
                session.report(DiagnosticCode.DIM_AS_VALUE, reference.span(), reference.name());
                return Optional.of(new Broken(reference.span()));
            }
            return type.isPresent()
                    ? Optional.of(new TypedExpression.Reference(reference.span(), type.get(), reference.name()))
                    : Optional.of(new Broken(reference.span()));
        }

        @Override
        public boolean isModel() {
            return true;
        }

        @Override
        public String hint() {
            return "";
        }
    }
}
