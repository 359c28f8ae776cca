package dev.adjoint.check;

import java.util.List;

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
    private int uses;

    /**
     * @param parameters names of those that the call gives, in the order of the call's arguments
     * @param definitions each after those it refers to: defaults, then {@code let}s
     * @param layerParameters of a layer; of those within it, too, by their paths
     */
    FunctionInstance(
            String name,
            List<String> parameters,
            List<TypedExpression.Let> definitions,
            TypedExpression body,
            List<TypedModel.Parameter> layerParameters) {
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.definitions = List.copyOf(definitions);
        this.body = body;
        this.layerParameters = List.copyOf(layerParameters);
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
