package dev.adjoint.grad;

import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The tangents of calls and scans. A lambda that is called with the same active arguments again is not differentiated
 * again. The tangent of a scan is a scan whose sequences are what the primal's carries were before each step.
 */
final class Tangents {
    private final Dag dag;
    private final Activity activity = new Activity();
    private final Map<List<Object>, TangentLambda> known = new HashMap<>();

    Tangents(Dag dag) {
        this.dag = dag;
    }

    Dag dag() {
        return dag;
    }

    /** The tangents of a call's results, by their index. */
    Map<Integer, Node> of(Call call, Map<Node, Node> tangents) {
        BitSet active = Activity.operands(call, tangents::containsKey);
        Map<Integer, Node> components = new HashMap<>();
        if (active.isEmpty()) {
            return components;
        }
        List<Node> arguments = new ArrayList<>(call.arguments());
        active.stream().forEach(i -> arguments.add(tangents.get(call.operand(i))));
        Shape further =
                further(call, tangents, i -> call.lambda().formals().get(i).shape());
        TangentLambda tangent = of(call.lambda(), active, further);
        dag.origin(dag.origins(call));
        Call tangentCall = dag.call(tangent.lambda(), arguments);
        for (int k = 0; k < tangent.results().size(); k++) {
            components.put(tangent.results().get(k), dag.result(tangentCall, k));
        }
        return components;
    }

    /** The tangents of the components of a scan's tuple, by their index. */
    Map<Integer, Node> of(Scan scan, Map<Node, Node> tangents) {
        BitSet operands = Activity.operands(scan, tangents::containsKey);
        Map<Integer, Node> components = new HashMap<>();
        if (operands.isEmpty()) {
            return components;
        }
        BitSet active = activity.withCarries(scan, operands);
        TangentLambda tangent = of(scan.step(), active, further(scan, tangents, scan::operandShape));
        dag.origin(dag.origins(scan));
        TangentScan parts = new TangentScan(dag, scan, active, tangent);
        Scan tangentScan = parts.scan(operand -> tangents.getOrDefault(operand, dag.constant(0)));
        return parts.components(tangentScan);
    }

    /** Axes that tangents have beside those of what moves: a Jacobian moves all elements at once, each along its own. */
    private static Shape further(Node tuple, Map<Node, Node> tangents, IntFunction<Shape> shapes) {
        Shape further = Shape.SCALAR;
        for (int i = 0; i < tuple.operands().size(); i++) {
            Node tangent = tangents.get(tuple.operand(i));
            if (tangent != null) {
                further = further.union(tangent.shape().minus(shapes.apply(i).axes()));
            }
        }
        return further;
    }

    private TangentLambda of(Lambda primal, BitSet active, Shape further) {
        List<Object> key = List.of(primal, active, further);
        TangentLambda tangent = known.get(key);
        if (tangent == null) {
            tangent = make(primal, active, further);
            known.put(key, tangent);
        }
        return tangent;
    }

    private TangentLambda make(Lambda primal, BitSet active, Shape further) {
        FormalNames names = new FormalNames(dag, primal);
        Map<Node, Node> directions = new HashMap<>();
        List<Variable> formals = new ArrayList<>(primal.formals());
        active.stream().forEach(i -> {
            Variable formal = primal.formals().get(i);
            Variable direction = names.derivative(formal.name(), formal.shape().union(further));
            directions.put(formal, direction);
            formals.add(direction);
        });
        ForwardSweep sweep = new ForwardSweep(this, directions);
        sweep.run(primal.results());
        List<Node> results = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        activity.results(primal, active).stream().forEach(k -> {
            indices.add(k);
            results.add(sweep.tangent(primal.results().get(k)).orElse(dag.constant(0)));
        });
        return new TangentLambda(new Lambda("d_" + primal.name(), formals, results), indices);
    }

    /**
     * The tangent of a lambda: a function of its formals and of the tangents of active ones.
     *
     * @param results which of the primal's results its results are the tangents of
     */
    record TangentLambda(Lambda lambda, List<Integer> results) {}
}
