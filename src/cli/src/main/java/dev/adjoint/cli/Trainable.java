package dev.adjoint.cli;

import dev.adjoint.runtime.Signature;
import java.util.List;

/** The parameters that are not frozen. */
final class Trainable {
    private Trainable() {}

    static List<Signature.Parameter> parameters(Signature signature) {
        return signature.parameters().stream().filter(p -> !p.frozen()).toList();
    }

    static List<String> names(Signature signature) {
        return parameters(signature).stream().map(Signature.Parameter::name).toList();
    }
}
