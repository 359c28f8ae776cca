package dev.adjoint.grad;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Scatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The adjoint of a scatter: every element of its body receives the adjoint of the place that it was added to. */
final class Gather {
    private Gather() {}

    /** @param adjoint of the scatter, over some of its axes */
    static Node of(Dag dag, Scatter scatter, Node adjoint) {
        Map<Axis, Index> indices = new LinkedHashMap<>();
        List<Axis> targets = scatter.targets();
        for (int k = 0; k < targets.size(); k++) {
            indices.put(targets.get(k), new Index.Computed(k + 1));
        }
        return dag.access(adjoint, indices, scatter.indices(), true);
    }
}
