package examples.gradbench;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The data of a bundle adjustment. GradBench gives one camera, one point, one weight and one feature, which stand for all;
 * observation i is of camera i mod n and point i mod m. Nothing downstream makes use of their being equal.
 */
record Observations(int cameras, int points, int count, Map<String, Tensor> values) {
    static Observations of(Input input) {
        int n = input.wholeNumber("n", 1);
        int m = input.wholeNumber("m", 1);
        int p = input.wholeNumber("p", 1);
        return new Observations(
                n,
                m,
                p,
                Map.of(
                        "cameras", repeated(input.tensor("cam"), n),
                        "points", repeated(input.tensor("x"), m),
                        "weights", repeated(input.tensor("w"), p),
                        "features", repeated(input.tensor("feat"), p),
                        "camera_of", inTurn(n, p),
                        "point_of", inTurn(m, p)));
    }

    /** A new first axis, along which all is the same. */
    private static Tensor repeated(Tensor tensor, int times) {
        int size = tensor.count();
        double[] elements = new double[Math.multiplyExact(size, times)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = tensor.values().get(i % size);
        }
        List<Integer> sizes = new ArrayList<>(tensor.sizes());
        sizes.add(0, times);
        return new Tensor(sizes, RealArray.of(elements));
    }

    /** 0, 1, ... size - 1, 0, 1, ... */
    private static Tensor inTurn(int size, int length) {
        double[] indices = new double[length];
        for (int i = 0; i < length; i++) {
            indices[i] = i % size;
        }
        return Tensor.vector(indices);
    }
}
