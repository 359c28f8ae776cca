package dev.adjoint.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function or layer checked for one list of arguments. Calls with the same types, sizes and axes share one instance, so
 * instances compare by identity.
 */
public final class FunctionInstance {
    private final String name;
    private final List<String> parameters;
    private final List<TypedExpression.Let> definitions;
    private final TypedExpression body;
    private final List<TypedModel.Parameter> layerParameters;
    private final Map<String, FunctionInstance> lent;
    private final Map<String, TypedExpression> updates;
    private int uses;

    /**
     * @param parameters names of those that the call gives, in the order of the call's arguments
     * @param definitions each after those it refers to: defaults, then {@code let}s
     * @param layerParameters of a layer; of those within it, too, by their paths
     * @param lent layers that it uses and others own, by their places in it
     * @param updates what the layer's own states are after a training step, by name
     */
    FunctionInstance(
            String name,
            List<String> parameters,
            List<TypedExpression.Let> definitions,
            TypedExpression body,
            List<TypedModel.Parameter> layerParameters,
            Map<String, FunctionInstance> lent,
            Map<String, TypedExpression> updates) {
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.definitions = List.copyOf(definitions);
        this.body = body;
        this.layerParameters = List.copyOf(layerParameters);
        this.lent = Collections.unmodifiableMap(new LinkedHashMap<>(lent));
        this.updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    }

    public String name() {
        return name;
    }

    public List<String> parameters() {
        return parameters;
    }

    public List<TypedExpression.Let> definitions() {
        return definitions;
    }

    /** An expression of the parameters, the definitions and, in a layer, its parameters of the model. */
    public TypedExpression body() {
        return body;
    }

    /** What a layer owns of the model's parameters, by paths from the layer; shared by no other use of the layer. */
    public List<TypedModel.Parameter> layerParameters() {
        return layerParameters;
    }

    /** Layers that it uses and others own, by their places in it: those of pipelines that were handed on to it. */
    public Map<String, FunctionInstance> lent() {
        return lent;
    }

    /** What a layer's own states are after a training step, by name; expressions as {@link #body}. */
    public Map<String, TypedExpression> updates() {
        return updates;
    }

    /** Whether it, or a layer within, keeps state. */
    public boolean keepsState() {
        return layerParameters.stream().anyMatch(TypedModel.Parameter::isState)
                || lent.values().stream().anyMatch(FunctionInstance::keepsState);
    }

    /** How often models and layers use it, each layer counted once. */
    public int uses() {
        return uses;
    }

    void use() {
        uses++;
    }

    boolean hasParametersOf(FunctionInstance other) {
        return layerParameters.equals(other.layerParameters);
    }
}
