package examples.gradbench;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.List;
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

    /** n points from -1 to 1, and their signs. */
    static Model leastSquares(Input input) {
        int n = input.wholeNumber("n", 2);
        double[] t = new double[n];
        double[] s = new double[n];
        for (int i = 0; i < n; i++) {
            t[i] = -1 + 2.0 * i / (n - 1);
            s[i] = Math.signum(t[i]);
        }
        return bound(
                new LinearLeastSquares(),
                Map.of("x", input.tensor("x"), "t", Tensor.vector(t), "s", Tensor.vector(s)));
    }

    static Model mixture(Input input) {
        int d = input.wholeNumber("d", 1);
        double gamma = input.number("gamma");
        int m = input.wholeNumber("m", 0);
        return bound(
                new GaussianMixture(),
                Map.of(
                        "x", input.tensor("x"),
                        "alpha", input.tensor("alpha"),
                        "mu", input.tensor("mu"),
                        "q", input.tensor("q"),
                        "l", input.tensor("l"),
                        "m", Tensor.scalar(m),
                        "gamma", Tensor.scalar(gamma),
                        "wishart", Tensor.scalar(Wishart.logNormaliser(d, m, gamma)),
                        "place", placesBelowDiagonal(d)));
    }

    /** GradBench has two rows for each layer, and side by side what stands in each of the four gates. */
    static Model recurrent(Input input) {
        Tensor state = input.matrix("state");
        int layers = state.sizes().get(0) / 2;
        int b = state.sizes().get(1);
        return bound(
                new DiagonalLstm(),
                Map.of(
                        "main", input.reshaped("main_params", layers, 2, 4, b),
                        "extra", input.tensor("extra_params"),
                        "state", input.reshaped("state", layers, 2, b),
                        "sequence", input.tensor("sequence")));
    }

    static Model means(Input input) {
        return bound(
                new KMeans(), Map.of("points", input.tensor("points"), "centroids", input.tensor("centroids")));
    }

    private static Model bound(Model model, Map<String, Tensor> values) {
        model.bind(values);
        return model;
    }

    /** Where an entry of a d x d matrix is among those below the diagonal, column by column; elsewhere 0. */
    private static Tensor placesBelowDiagonal(int d) {
        double[] places = new double[Math.multiplyExact(d, d)];
        int next = 0;
        for (int column = 0; column < d; column++) {
            for (int row = column + 1; row < d; row++) {
                places[row * d + column] = next++;
            }
        }
        return new Tensor(List.of(d, d), RealArray.of(places));
    }
}
