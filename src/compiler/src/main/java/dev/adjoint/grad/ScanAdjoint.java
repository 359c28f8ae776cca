package dev.adjoint.grad;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The adjoint of a scan: a scan in the other direction. It carries the adjoints of the carries and the sums of the adjoints
 * of constants so far; its sequences are what the carries were before each step, the primal's sequences, and the adjoints
 * of what was emitted; it emits the adjoints of the sequences.
 */
final class ScanAdjoint {
    private final Dag dag;
    private final Scan scan;
    private final BitSet active;
    private final boolean guarded;
    private final FormalNames names;

    private final ReverseSweep sweep;

    /** Formals and operands of the adjoint scan, in the order of kinds, and the next carries. */
    private final List<Variable> carryFormals = new ArrayList<>();

    private final List<Node> initials = new ArrayList<>();
    private final List<Variable> sliceFormals = new ArrayList<>();
    private final List<Node> sequences = new ArrayList<>();
    private final List<Node> nextCarries = new ArrayList<>();
    private final List<Node> emissions = new ArrayList<>();

    /**
     * @param seeds the adjoints of components of the scan's tuple, by their index
     * @param active the operands that adjoints are wanted of, and the carries that depend on them
     * @param guarded whether an adjoint that is 0 is to pass nothing on, whatever the partials
     */
    ScanAdjoint(Adjoints adjoints, Scan scan, Map<Integer, Contribution> seeds, BitSet active, boolean guarded) {
        this.dag = adjoints.dag();
        this.scan = scan;
        this.active = active;
        this.guarded = guarded;
        this.names = new FormalNames(dag, scan.step());
        List<Variable> wrt =
                active.stream().mapToObj(scan.step().formals()::get).toList();
        this.sweep = new ReverseSweep(adjoints, scan.step().results(), wrt);
        seed(seeds);
        sweep.run();
        collect(seeds);
    }

    private void seed(Map<Integer, Contribution> seeds) {
        for (int k = 0; k < scan.step().results().size(); k++) {
            boolean isCarry = k < scan.carries();
            Contribution seed = seeds.get(isCarry ? scan.last(k) : scan.carries() + k);
            if (isCarry && active.get(k)) {
                Variable formal = scan.step().formals().get(k);
                Variable after = names.derivative(formal.name(), formal.shape());
                carryFormals.add(after);
                initials.add(seed == null ? dag.constant(0) : seed.guarded(dag));
                contribute(k, after);
            } else if (!isCarry && seed != null) {
                Shape shape = scan.step().results().get(k).shape();
                contribute(k, slice(names.derivative(scan.step().name(), shape), seed.guarded(dag)));
            }
        }
    }

    private void contribute(int result, Variable adjoint) {
        Node root = scan.step().results().get(result);
        Contribution seed = guarded ? Contribution.guardedBySelf(dag, adjoint) : Contribution.everywhere(adjoint);
        sweep.contribute(root, adjoint.shape(), seed);
    }

    private Variable slice(Variable formal, Node sequence) {
        sliceFormals.add(formal);
        sequences.add(sequence);
        return formal;
    }

    private void collect(Map<Integer, Contribution> seeds) {
        List<Variable> formals = scan.step().formals();
        for (int k = 0; k < formals.size(); k++) {
            Node adjoint = sweep.adjoint(formals.get(k))
                    .map(contribution -> contribution.guarded(dag))
                    .orElse(dag.constant(0));
            if (k < scan.carries()) {
                slice(formals.get(k), dag.result(scan, scan.before(k)));
                Contribution seed = seeds.get(scan.before(k));
                if (active.get(k)) {
                    nextCarries.add(seed == null ? adjoint : dag.add(adjoint, seedBefore(formals.get(k), seed)));
                }
            } else if (isSequence(k)) {
                slice(formals.get(k), scan.operand(k));
                if (active.get(k)) {
                    emissions.add(adjoint);
                }
            } else if (active.get(k)) {
                Variable sum =
                        names.derivative(formals.get(k).name(), formals.get(k).shape());
                carryFormals.add(sum);
                initials.add(dag.constant(0));
                nextCarries.add(dag.add(sum, adjoint));
            }
        }
    }

    private Variable seedBefore(Variable carry, Contribution seed) {
        return slice(names.derivative(carry.name(), carry.shape()), seed.guarded(dag));
    }

    private boolean isSequence(int operand) {
        return operand >= scan.carries() && operand < scan.carries() + scan.sequences();
    }

    /** Whether a step passes nothing on to the one before it in some places, which only guards can carry over. */
    boolean needsGuards() {
        return IntStream.range(0, scan.carries()).anyMatch(this::isGuarded);
    }

    private boolean isGuarded(int operand) {
        Variable formal = scan.step().formals().get(operand);
        return guarded || sweep.adjoint(formal).map(Contribution::isGuarded).orElse(false);
    }

    /** Each over axes of its formal, a sequence's along the scan's axis, too; null for 0. */
    List<Contribution> ofOperands() {
        List<Variable> formals = new ArrayList<>(carryFormals);
        formals.addAll(sliceFormals);
        List<Node> operands = new ArrayList<>(initials);
        operands.addAll(sequences);
        List<Node> results = new ArrayList<>(nextCarries);
        results.addAll(emissions);
        int first = scan.carries() + scan.sequences();
        formals.addAll(scan.step().formals().subList(first, scan.operands().size()));
        operands.addAll(scan.constants());
        Lambda step = new Lambda("d_" + scan.step().name(), formals, results);
        Scan adjoint = dag.scan(scan.axis(), !scan.isReverse(), carryFormals.size(), sequences.size(), step, operands);
        int carry = 0;
        int emission = 0;
        List<Contribution> ofOperands = new ArrayList<>();
        for (int k = 0; k < scan.operands().size(); k++) {
            if (!active.get(k)) {
                ofOperands.add(null);
            } else {
                Node value = dag.result(adjoint, isSequence(k) ? adjoint.emitted(emission++) : adjoint.last(carry++));
                ofOperands.add(isGuarded(k) ? Contribution.guardedBySelf(dag, value) : Contribution.everywhere(value));
            }
        }
        return ofOperands;
    }
}
