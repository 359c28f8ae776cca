package dev.adjoint.interpret;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A scan, step by step. All that lies along its axis is stored with that axis first, so that a slice is a range. */
final class Recurrence {
    private final Layout layout;
    private final Scan scan;
    private final int carries;

    Recurrence(Layout layout, Scan scan) {
        this.layout = layout;
        this.scan = scan;
        this.carries = scan.carries();
    }

    /** The shapes of one step's results; a carry has that of its formal. */
    List<Shape> resultShapes() {
        List<Shape> shapes = new ArrayList<>();
        for (int k = 0; k < scan.step().results().size(); k++) {
            shapes.add((k < carries ? scan.step().formals() : scan.step().results())
                    .get(k)
                    .shape());
        }
        return shapes;
    }

    /**
     * The components of the scan's tuple.
     *
     * @param operand the value of a node spread over a shape
     * @param step the step's results in their {@link #resultShapes} for arguments in the shapes of its formals
     */
    List<double[]> run(BiFunction<Node, Shape, double[]> operand, UnaryOperator<List<double[]>> step) {
        List<double[]> state = new ArrayList<>();
        for (int k = 0; k < scan.operands().size(); k++) {
            state.add(operand.apply(scan.operand(k), scan.operandShape(k)));
        }
        int length = layout.size(scan.axis());
        List<double[]> tuple = new ArrayList<>(state.subList(0, carries));
        resultShapes().forEach(shape -> tuple.add(new double[length * layout.count(shape)]));
        for (int i = 0; i < length; i++) {
            int t = scan.isReverse() ? length - 1 - i : i;
            List<double[]> arguments = new ArrayList<>(state);
            for (int k = carries; k < carries + scan.sequences(); k++) {
                int count = state.get(k).length / length;
                arguments.set(k, Arrays.copyOfRange(state.get(k), t * count, (t + 1) * count));
            }
            List<double[]> results = step.apply(arguments);
            for (int k = 0; k < results.size(); k++) {
                double[] kept = k < carries ? arguments.get(k) : results.get(k);
                System.arraycopy(kept, 0, tuple.get(carries + k), t * kept.length, kept.length);
                if (k < carries) {
                    state.set(k, results.get(k));
                    tuple.set(k, results.get(k));
                }
            }
        }
        return tuple;
    }
}
