package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.LeastSize;
import dev.adjoint.expr.Shape;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.TrainSettings;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model without mistakes: every name is resolved, every type known, every constant computed. Lists are in declared
 * order; a doc comment that is missing is the empty string.
 *
 * @param leastSizes of unbound dims; at most one for each
 * @param definitions {@code let}s, outputs and metrics
 * @param evaluationOrder the same and the loss, under the name {@link #LOSS}, each after those it refers to
 * @param loss a single number
 * @param updates what states of the model itself are after a training step, by name
 * @param training what the {@code train} block says
 */
public record TypedModel(
        String name,
        String doc,
        Span span,
        Precision precision,
        List<Dim> dims,
        List<LeastSize> leastSizes,
        List<Data> inputs,
        List<Data> targets,
        List<Parameter> parameters,
        List<Definition> definitions,
        List<Definition> evaluationOrder,
        TypedExpression loss,
        Map<String, TypedExpression> updates,
        TrainSettings training) {
    /** What expressions call the loss. No declaration can have the name. */
    public static final String LOSS = "loss";

    public TypedModel {
        dims = List.copyOf(dims);
        leastSizes = List.copyOf(leastSizes);
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        parameters = List.copyOf(parameters);
        definitions = List.copyOf(definitions);
        evaluationOrder = List.copyOf(evaluationOrder);
        updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    }

    /** An input or target. */
    public record Data(String name, Kind kind, Shape shape, String doc, Span span) {}

    /** @param shape of fixed dims only */
    public record Parameter(
            String name,
            Shape shape,
            String doc,
            Span span,
            Initialiser initialiser,
            Interval constraint,
            boolean frozen,
            boolean isState) {
        /** The same as a parameter of what contains its layer: {@code W} of {@code dense1} is {@code dense1.W}. */
        public Parameter within(String place) {
            return new Parameter(place + "." + name, shape, doc, span, initialiser, constraint, frozen, isState);
        }
    }

    /**
     * A {@code let}, an output or a metric; or the loss, in the order of evaluation.
     *
     * @param shape the axes of the value, in the declared order where one is declared
     */
    public record Definition(
            String name, Ast.DefinitionRole role, Shape shape, String doc, Span span, TypedExpression value) {}
}
