package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a generated model does, kernel by kernel.
 *
 * @param model what it was planned from
 * @param data inputs, then targets, as {@link Storage#DATA} counts them
 * @param parameters in the order of the flat array: trained ones first, then frozen ones
 * @param dims that are unbound or derived, each after those that it is computed from
 * @param dataGradients positions in {@code data} of the variables whose gradients were asked for
 * @param predict outputs from inputs
 * @param forward outputs, metrics and loss; leaves behind what backward needs
 * @param backward gradients from what forward left behind
 * @param lossAndGradient a training step: loss and gradient in one; outputs are not stored
 * @param updates which slices of the parameters {@code lossAndGradient} gives new values, one after the other in an array
 *     of their own
 * @param saved the axes of every saved array
 * @param savedCells number of saved scalars
 * @param originals nodes of the model by those that planning made of them
 */
public record Program(
        ModelDag model,
        List<ModelDag.Data> data,
        List<Slice> parameters,
        List<Dim> dims,
        List<Integer> dataGradients,
        Pass predict,
        Pass forward,
        Pass backward,
        Pass lossAndGradient,
        List<Slice> updates,
        List<Shape> saved,
        int savedCells,
        Map<Node, Node> originals) {
    public Program {
        data = List.copyOf(data);
        parameters = List.copyOf(parameters);
        dims = List.copyOf(dims);
        dataGradients = List.copyOf(dataGradients);
        updates = List.copyOf(updates);
        saved = List.copyOf(saved);
        originals = Collections.unmodifiableMap(new IdentityHashMap<>(originals));
    }

    /** A parameter and where it begins in the flat array. */
    public record Slice(ModelDag.Parameter parameter, int offset) {
        public Variable variable() {
            return parameter.variable();
        }

        /** Number of elements. */
        public int count() {
            int count = 1;
            for (Axis axis : variable().shape().axes()) {
                count = Math.multiplyExact(count, axis.dim().size().orElseThrow());
            }
            return count;
        }
    }

    /** The model's own node for one that planning regrouped. */
    public Node original(Node node) {
        return originals.getOrDefault(node, node);
    }

    /** The text of {@code adjoint dump --stage program}. */
    public String describe() {
        return new Description()
                .add(predict)
                .add(forward)
                .add(backward)
                .add(lossAndGradient)
                .toString();
    }
}
