package dev.adjoint.load;

import dev.adjoint.runtime.Model;
import java.util.Map;
import java.util.Objects;

/**
 * A model that was compiled in memory.
 *
 * @param model a new instance
 * @param classes the class files by class name, nested classes included
 */
public record LoadedModel(Model model, Map<String, byte[]> classes) {
    public LoadedModel {
        Objects.requireNonNull(model);
        classes = Map.copyOf(classes);
    }
}
