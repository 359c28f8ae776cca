package dev.adjoint.check;

import dev.adjoint.check.TypedExpression.Broken;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the body of a function or layer: for a call, or for its names only. */
final class BodyChecker {
    private final Session session;
    private final Ast.Function function;
    private final FunctionScope scope;
    private final Optional<Layers> layers;
    private final List<TypedExpression.Let> definitions = new ArrayList<>();
    private final Map<String, TypedModel.Parameter> parameters = new HashMap<>();
    private final Map<String, TypedExpression> updates = new LinkedHashMap<>();

    /** @param lent names of instances that callers own */
    private BodyChecker(Session session, Ast.Function function, boolean knowsTypes, Set<String> lent) {
        this.session = session;
        this.function = function;
        this.layers = function.isLayer()
                ? Optional.of(Layers.of(function, session.functions()::isLayer, lent))
                : Optional.empty();
        this.scope = new FunctionScope(knowsTypes, OwnVariables.of(function.body()), layers);
    }

    /** Checks what does not depend on the types of arguments: names and numbers of arguments. */
    static void check(Ast.Function function, Session session) {
        BodyChecker body = new BodyChecker(session, function, false, Set.of());
        body.checkNames();
        body.layers.ifPresent(layers -> layers.check(session));
        function.axes().forEach(axis -> body.scope.putUnknownAxis(axis.text()));
        for (Ast.Formal formal : body.values()) {
            formal.pattern().ifPresent(body::declareAxes);
        }
        for (Ast.Formal formal : function.parameters()) {
            formal.value().ifPresent(body.expressions()::check);
            if (formal.isPipeline()) {
                body.scope.putUnknownPipeline(formal);
            } else {
                body.scope.putUnknown(formal.name().text());
            }
        }
        ElementTypes elements = new ElementTypes(session, body.scope);
        for (Ast.Formal formal : function.parameters()) {
            formal.kind().filter(elements::isKnown).flatMap(Ast.Kind::size).ifPresent(body.expressions()::check);
        }
        ResultPattern results = new ResultPattern(session, body.scope);
        for (Ast.Formal formal : function.parameters()) {
            formal.pattern().filter(pattern -> formal.isPipeline()).ifPresent(results::checkNames);
        }
        body.result();
    }

    /**
     * Checks a function for a call with those arguments.
     *
     * @param lent names of instances that callers own
     */
    static FunctionInstance instance(
            Ast.Function function, Ast.Call call, Arguments arguments, Set<String> lent, Session session) {
        BodyChecker body = new BodyChecker(session, function, true, lent);
        PatternBinding patterns = new PatternBinding(session, function, call, arguments.types());
        if (!arguments.types().isEmpty()) {
            patterns.bindParameters(arguments.axes(), arguments.types().get(0));
        }
        TypedExpression result = body.bind(patterns, arguments) && body.hasElements(call)
                ? patterns.canonical(body.result())
                : new Broken(call.span());
        if (body.layers.filter(Layers::isTooLarge).isPresent()) {
            session.report(
                    DiagnosticCode.TOO_MANY_PARAMETERS,
                    function.name().span(),
                    function.name().text(),
                    String.valueOf(Layers.MOST_PARAMETERS));
            return new FunctionInstance(
                    function.name().text(),
                    arguments.names(),
                    List.of(),
                    new Broken(call.span()),
                    List.of(),
                    Map.of(),
                    Map.of());
        }
        return new FunctionInstance(
                function.name().text(),
                arguments.names(),
                body.definitions,
                result,
                body.layers.map(all -> all.parameters(body.parameters)).orElse(List.of()),
                body.layers.map(Layers::lent).orElse(Map.of()),
                body.updates);
    }

    private void declareAxes(Ast.Pattern pattern) {
        pattern.leading().forEach(this::declareAxis);
        pattern.trailing().forEach(this::declareAxis);
    }

    private void declareAxis(Ast.Axis axis) {
        axis.name().ifPresent(name -> scope.putUnknownAxis(name.text()));
    }

    private void checkNames() {
        Map<String, Span> seen = new HashMap<>();
        function.axes().forEach(axis -> checkName(axis, seen));
        function.parameters().forEach(formal -> checkName(formal.name(), seen));
        for (Ast.Item item : function.body().items()) {
            Items.name(item).ifPresent(name -> checkName(name, seen));
        }
    }

    private void checkName(Ast.Name name, Map<String, Span> seen) {
        if (ExpressionChecker.CONSTANTS.contains(name.text())) {
            session.report(DiagnosticCode.RESERVED_WORD, name.span(), name.text());
        }
        Span earlier = seen.putIfAbsent(name.text(), name.span());
        if (earlier != null) {
            session.report(DiagnosticCode.DUPLICATE_NAME, name.span(), name.text(), String.valueOf(earlier.line()));
        }
    }

    private ExpressionChecker expressions() {
        return new ExpressionChecker(session, scope);
    }

    /** Gives parameters their types, axes and sizes, and defaults their values; false if something was reported. */
    private boolean bind(PatternBinding patterns, Arguments arguments) {
        boolean good = true;
        for (int i = 0; i < arguments.names().size(); i++) {
            String name = arguments.names().get(i);
            arguments.sizes().get(i).ifPresent(size -> scope.putSize(name, size));
        }
        for (Ast.Formal formal : function.parameters()) {
            if (formal.isPipeline()) {
                bind(formal, arguments, patterns);
            }
        }
        for (Ast.Formal formal : values()) {
            int place = arguments.names().indexOf(formal.name().text());
            patterns.axes().forEach(scope::putAxis);
            good &= place >= 0 ? bind(formal, arguments.types().get(place), patterns) : bindDefault(formal);
        }
        patterns.axes().forEach(scope::putAxis);
        patterns.names().forEach(scope::putAxisNames);
        return good;
    }

    /** Whether all parameters have elements as declared, once all sizes are known; else that is reported. */
    private boolean hasElements(Ast.Call call) {
        ElementTypes elements = new ElementTypes(session, scope);
        boolean good = true;
        for (Ast.Formal formal : values()) {
            Optional<ValueType> type = scope.type(formal.name().text());
            if (formal.kind().isPresent() && type.isPresent()) {
                good &= elements.fit(function, formal, type.get(), call);
            }
        }
        return good;
    }

    private List<Ast.Formal> values() {
        return function.parameters().stream()
                .filter(formal -> !formal.isPipeline())
                .toList();
    }

    /** A pipeline, and the values that it needs. */
    private void bind(Ast.Formal formal, Arguments arguments, PatternBinding patterns) {
        String name = formal.name().text();
        Pipeline pipeline = arguments.pipelines().get(name);
        scope.putPipeline(formal, pipeline);
        for (String needed : pipeline.values()) {
            String inside = Pipeline.within(name, needed);
            ValueType type = arguments.types().get(arguments.names().indexOf(inside));
            scope.putOfPipeline(inside);
            put(inside, formal.span(), type, patterns);
        }
    }

    private boolean bind(Ast.Formal formal, ValueType type, PatternBinding patterns) {
        ValueType seen = put(formal.name().text(), formal.name().span(), type, patterns);
        return formal.pattern().isEmpty() || patterns.bind(formal, seen, new SizeExpressions(session, scope));
    }

    /** Makes a value visible that a call gives; its type as it is seen here. */
    private ValueType put(String name, Span span, ValueType type, PatternBinding patterns) {
        TypedExpression given = new TypedExpression.Reference(span, type, name);
        TypedExpression seen = patterns.seen(given);
        scope.put(name, seen.type());
        if (seen != given) {
            definitions.add(new TypedExpression.Let(name, seen));
        }
        return seen.type();
    }

    /** A default may speak of sizes that the parameters before it have. */
    private boolean bindDefault(Ast.Formal formal) {
        Ast.Expression written = formal.value().orElseThrow();
        TypedExpression value = expressions().check(written);
        if (value instanceof Broken) {
            return false;
        }
        Optional<Dim> size = new SizeExpressions(session, scope).ifSize(written);
        define(formal.name().text(), value);
        size.ifPresent(s -> scope.putSize(formal.name().text(), s));
        return true;
    }

    private void define(String name, TypedExpression value) {
        if (value instanceof Broken) {
            scope.putUnknown(name);
        } else {
            scope.put(name, value.type());
            scope.putAxisNames(name, new AxisNames(scope.axisNames()).of(value));
            definitions.add(new TypedExpression.Let(name, value));
        }
    }

    private TypedExpression result() {
        Map<String, Ast.Definition> lets = new LinkedHashMap<>();
        List<Ast.Update> next = new ArrayList<>();
        for (Ast.Item item : function.body().items()) {
            if (item instanceof Ast.Parameter parameter) {
                declare(parameter);
            } else if (item instanceof Ast.Definition let) {
                lets.putIfAbsent(let.name().text(), let);
            } else if (item instanceof Ast.Update update) {
                next.add(update);
            }
        }
        new LocalDefinitions(session, lets, layers, scope::putUnknown)
                .check(let -> define(let.name().text(), new DefinitionChecker(expressions()).check(let)));
        updates.putAll(
                new UpdateChecker(session, expressions()).check(function.body().items(), next));
        return expressions().check(function.body().result());
    }

    private void declare(Ast.Parameter parameter) {
        String name = parameter.name().text();
        if (!scope.knowsTypes()) {
            scope.putUnknown(name);
            return;
        }
        SizeExpressions sizes = new SizeExpressions(session, scope);
        List<Dim> dims = new ArrayList<>();
        parameter.axes().forEach(axis -> sizes.declared(axis).ifPresent(dims::add));
        if (dims.size() < parameter.axes().size()) {
            scope.putUnknown(name);
            return;
        }
        Shape shape = Shape.over(dims);
        scope.put(name, ValueType.real(shape));
        scope.putAxisNames(name, names(parameter.axes(), shape));
        Constants constants = new Constants(session, scope);
        parameters.put(
                name, new ParameterChecker(constants, session, sizes, session.precision()).check(parameter, shape));
    }

    /** @param shape over the axes, in order */
    private static Map<Axis, String> names(List<Ast.Axis> written, Shape shape) {
        Map<Axis, String> names = new LinkedHashMap<>();
        for (int i = 0; i < written.size(); i++) {
            Axis axis = shape.axes().get(i);
            written.get(i).plainName().ifPresent(name -> names.put(axis, name.text()));
        }
        return names;
    }
}
