package dev.adjoint.emit;

import dev.adjoint.expr.Node;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the emitter is told about the taste of its caller.
 *
 * @param packageName the package of the generated classes; empty for the unnamed package
 * @param formula a value as one line of text, for comments; asked only for values of moderate size
 * @param names the names that values have in the model ({@code yhat}) or that derive from them ({@code d_yhat})
 */
public record EmitOptions(String packageName, Function<Node, String> formula, Function<Node, Optional<String>> names) {
    public EmitOptions {
        Objects.requireNonNull(packageName);
        Objects.requireNonNull(formula);
        Objects.requireNonNull(names);
    }
}
