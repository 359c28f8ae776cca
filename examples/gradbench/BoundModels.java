package examples.gradbench;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Tensor;
import java.util.Map;

/**
 * Generated models with their data. What GradBench leaves to the tool is computed here, once for each input.
 *
 * <p>All throw {@link IllegalArgumentException} if a value is missing or sizes contradict each other.
 */
final class BoundModels {
    private BoundModels() {}

    static Model logSumExp(Input input) {
        return bound(new LogSumExp(), Map.of("x", input.tensor("x")));
    }

    static Model means(Input input) {
        return bound(
                new KMeans(), Map.of("points", input.tensor("points"), "centroids", input.tensor("centroids")));
    }

    private static Model bound(Model model, Map<String, Tensor> values) {
        model.bind(values);
        return model;
    }
}
