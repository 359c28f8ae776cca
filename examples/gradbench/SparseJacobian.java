package examples.gradbench;

import dev.adjoint.runtime.Model;
import java.util.function.IntConsumer;

/**
 * Answers the Jacobian of the residuals of a bundle adjustment by cameras, points and weights, in compressed sparse rows. For
 * each observation there are two rows of 15 entries, camera (11), point (3), weight; then for each one row of one entry, its
 * weight error by its weight.
 *
 * <p>Since all observations are equal, the answer has the first 30 elements of each array, and the last.
 */
final class SparseJacobian implements Evaluation {
    private static final int CAMERA = 11;
    private static final int POINT = 3;
    private static final int ROW = CAMERA + POINT + 1;
    private static final int SHOWN = 2 * ROW;

    private final examples.gradbench.jacobian.BundleAdjustment model =
            new examples.gradbench.jacobian.BundleAdjustment();
    private final Observations data;

    /** Where each row begins in the other two, and where the last one ends. */
    private final int[] rows;

    private final int[] columns;
    private final double[] values;

    SparseJacobian(Observations data) {
        this.data = data;
        model.bind(data.values());
        int observations = data.count();
        rows = new int[Math.addExact(Math.multiplyExact(3, observations), 1)];
        columns = new int[Math.multiplyExact(2 * ROW + 1, observations)];
        values = new double[columns.length];
    }

    @Override
    public void run() {
        model.predict();
        double[] byCamera = model.by_camera();
        double[] byPoint = model.by_point();
        double[] byWeight = model.by_weight();
        double[] weightByWeight = model.weight_by_weight();
        int observations = data.count();
        int next = 0;
        for (int row = 0; row < 2 * observations; row++) {
            int observation = row / 2;
            rows[row] = next;
            next = copy(byCamera, row, CAMERA, CAMERA * (observation % data.cameras()), next);
            next = copy(byPoint, row, POINT, pointColumns() + POINT * (observation % data.points()), next);
            next = copy(byWeight, row, 1, weightColumns() + observation, next);
        }
        for (int observation = 0; observation < observations; observation++) {
            rows[2 * observations + observation] = next;
            next = copy(weightByWeight, observation, 1, weightColumns() + observation, next);
        }
        rows[3 * observations] = next;
    }

    private int pointColumns() {
        return CAMERA * data.cameras();
    }

    private int weightColumns() {
        return pointColumns() + POINT * data.points();
    }

    /** Copies a row of a block; returns where the next entry belongs. */
    private int copy(double[] block, int row, int width, int column, int next) {
        for (int i = 0; i < width; i++) {
            columns[next + i] = column + i;
            values[next + i] = block[row * width + i];
        }
        return next + width;
    }

    @Override
    public void write(JsonWriter answer) {
        answer.beginObject();
        shortened(answer, "rows", rows.length, i -> answer.value(rows[i]));
        shortened(answer, "cols", columns.length, i -> answer.value(columns[i]));
        shortened(answer, "vals", values.length, i -> answer.value(values[i]));
        answer.endObject();
    }

    private static void shortened(JsonWriter answer, String name, int length, IntConsumer element) {
        answer.name(name);
        answer.beginArray();
        for (int i = 0; i < Math.min(SHOWN, length); i++) {
            element.accept(i);
        }
        element.accept(length - 1);
        answer.endArray();
    }
}
