package dev.adjoint.grad;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The tangent of a scan: it carries the tangents of the carries, along sequences of what the carries were before each step,
 * the primal's sequences and the tangents of sequences.
 */
final class TangentScan {
    private final Dag dag;
    private final Scan scan;
    private final BitSet active;
    private final Tangents.TangentLambda step;

    /**
     * @param active operands that move, and the carries that depend on them
     * @param step the tangent of the step with respect to these
     */
    TangentScan(Dag dag, Scan scan, BitSet active, Tangents.TangentLambda step) {
        this.dag = dag;
        this.scan = scan;
        this.active = active;
        this.step = step;
    }

    Scan scan(UnaryOperator<Node> tangents) {
        List<Variable> formals = step.lambda().formals();
        int primal = scan.operands().size();
        Kind carries = new Kind();
        Kind sequences = new Kind();
        Kind constants = new Kind();
        int direction = primal;
        for (int k = 0; k < primal; k++) {
            Node operand = scan.operand(k);
            Kind own = k < scan.carries() + scan.sequences() ? sequences : constants;
            own.add(formals.get(k), k < scan.carries() ? dag.result(scan, scan.before(k)) : operand);
            if (active.get(k)) {
                (k < scan.carries() ? carries : own).add(formals.get(direction++), tangents.apply(operand));
            }
        }
        List<Variable> ordered = new ArrayList<>(carries.formals);
        ordered.addAll(sequences.formals);
        ordered.addAll(constants.formals);
        List<Node> operands = new ArrayList<>(carries.operands);
        operands.addAll(sequences.operands);
        operands.addAll(constants.operands);
        Lambda reordered = new Lambda(step.lambda().name(), ordered, results());
        return dag.scan(
                scan.axis(), scan.isReverse(), carries.formals.size(), sequences.formals.size(), reordered, operands);
    }

    /** One for each active carry, then those of emissions. */
    private List<Node> results() {
        List<Node> results = new ArrayList<>();
        for (int k = 0; k < scan.carries(); k++) {
            if (active.get(k)) {
                int index = step.results().indexOf(k);
                results.add(
                        index < 0 ? dag.constant(0) : step.lambda().results().get(index));
            }
        }
        for (int i = 0; i < step.results().size(); i++) {
            if (step.results().get(i) >= scan.carries()) {
                results.add(step.lambda().results().get(i));
            }
        }
        return results;
    }

    /** The tangents of the components of the primal's tuple, by their index. */
    Map<Integer, Node> components(Scan tangent) {
        Map<Integer, Node> components = new HashMap<>();
        int carry = 0;
        for (int k = 0; k < scan.carries(); k++) {
            if (active.get(k)) {
                components.put(scan.last(k), dag.result(tangent, tangent.last(carry)));
                components.put(scan.before(k), dag.result(tangent, tangent.before(carry++)));
            }
        }
        int emission = 0;
        for (int k : step.results()) {
            if (k >= scan.carries()) {
                components.put(scan.carries() + k, dag.result(tangent, tangent.emitted(emission++)));
            }
        }
        return components;
    }

    /** Formals of one kind with their operands. */
    private static final class Kind {
        private final List<Variable> formals = new ArrayList<>();
        private final List<Node> operands = new ArrayList<>();

        void add(Variable formal, Node operand) {
            formals.add(formal);
            operands.add(operand);
        }
    }
}
