package dev.adjoint.expr;

import java.util.List;
import java.util.Objects;

/**
 * A function of the DAG: expressions over formal variables, kept apart so that it is differentiated once and becomes one
 * method, however often it is called.
 *
 * @param name for people and for names in generated code: the layer's, or one that tells what the body is
 * @param formals what it is a function of, each of role {@link Role#FORMAL}; lambdas share a formal of one name and shape,
 *     so that a lambda and its adjoint share subexpressions
 * @param results expressions in which no other formals occur
 */
public record Lambda(String name, List<Variable> formals, List<Node> results) {
    public Lambda {
        Objects.requireNonNull(name);
        formals = List.copyOf(formals);
        results = List.copyOf(results);
        for (Variable formal : formals) {
            if (formal.role() != Role.FORMAL) {
                throw new IllegalArgumentException(formal + " is no formal variable");
            }
        }
    }

    @Override
    public String toString() {
        return name + formals;
    }
}
