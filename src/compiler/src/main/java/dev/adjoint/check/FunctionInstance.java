package dev.adjoint.check;

import java.util.List;

/**
 * A function checked for one list of argument types. Calls with the same types share one instance, so instances compare
 * by identity.
 */
public final class FunctionInstance {
    private final String name;
    private final List<String> parameters;
    private final TypedExpression body;
    private final int height;

    FunctionInstance(String name, List<String> parameters, TypedExpression body, int height) {
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.body = body;
        this.height = height;
    }

    public String name() {
        return name;
    }

    public List<String> parameters() {
        return parameters;
    }

    /** An expression of the parameters. */
    public TypedExpression body() {
        return body;
    }

    /** Levels of nesting below a call, those of the functions it calls included. */
    int height() {
        return height;
    }
}
