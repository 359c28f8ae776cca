package dev.adjoint.grad;

import dev.adjoint.expr.Call;
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
import java.util.Set;

/** The adjoints of calls and scans. A lambda that is called with the same active arguments again is not differentiated again. */
final class Adjoints {
    private final Dag dag;
    private final Activity activity = new Activity();
    private final Map<List<Object>, AdjointLambda> known = new HashMap<>();

    Adjoints(Dag dag) {
        this.dag = dag;
    }

    Dag dag() {
        return dag;
    }

    Activity activity() {
        return activity;
    }

    /**
     * The adjoints of a call's arguments, each over axes of its formal; null for 0.
     *
     * @param seeds the adjoints of results, by their index
     * @param active what adjoints are wanted of
     */
    List<Contribution> of(Call call, Map<Integer, Contribution> seeds, Set<Node> active) {
        BitSet arguments = Activity.operands(call, active::contains);
        BitSet guarded = new BitSet();
        seeds.forEach((index, seed) -> guarded.set(index, seed.isGuarded()));
        List<Object> key = List.of(call.lambda(), arguments, Set.copyOf(seeds.keySet()), guarded);
        AdjointLambda adjoint = known.get(key);
        if (adjoint == null) {
            adjoint = AdjointLambda.of(this, call.lambda(), arguments, seeds.keySet(), guarded);
            known.put(key, adjoint);
        }
        dag.origin(dag.origins(call));
        List<Node> operands = new ArrayList<>(call.arguments());
        seeds.values().forEach(seed -> operands.add(seed.guarded(dag)));
        return adjoint.called(dag, operands);
    }

    /** The adjoints of a scan's operands, each over axes of its formal, a sequence's along the scan's axis, too. */
    List<Contribution> of(Scan scan, Map<Integer, Contribution> seeds, Set<Node> active) {
        BitSet operands = activity.withCarries(scan, Activity.operands(scan, active::contains));
        boolean guarded = seeds.values().stream().anyMatch(Contribution::isGuarded);
        ScanAdjoint adjoint = new ScanAdjoint(this, scan, seeds, operands, guarded);
        if (!guarded && adjoint.needsGuards()) {
            adjoint = new ScanAdjoint(this, scan, seeds, operands, true);
        }
        dag.origin(dag.origins(scan));
        return adjoint.ofOperands();
    }

    /**
     * The adjoint of a lambda: a function of the same formals and the adjoints of some results.
     *
     * @param results for each formal the position of its adjoint among the results; -1 for 0
     * @param guarded which formals' adjoints are 0 where they must pass nothing on
     */
    private record AdjointLambda(Lambda lambda, List<Integer> results, BitSet guarded) {
        static AdjointLambda of(
                Adjoints adjoints, Lambda primal, BitSet active, Set<Integer> seeded, BitSet guardedSeeds) {
            Dag dag = adjoints.dag;
            List<Node> roots = seeded.stream().map(primal.results()::get).toList();
            List<Variable> wrt = active.stream().mapToObj(primal.formals()::get).toList();
            ReverseSweep sweep = new ReverseSweep(adjoints, roots, wrt);
            FormalNames names = new FormalNames(dag, primal);
            List<Variable> formals = new ArrayList<>(primal.formals());
            for (int index : seeded) {
                Node root = primal.results().get(index);
                Variable seed = names.derivative(primal.name(), root.shape());
                formals.add(seed);
                sweep.contribute(
                        root,
                        root.shape(),
                        guardedSeeds.get(index)
                                ? Contribution.guardedBySelf(dag, seed)
                                : Contribution.everywhere(seed));
            }
            sweep.run();
            List<Node> results = new ArrayList<>();
            List<Integer> positions = new ArrayList<>();
            BitSet guarded = new BitSet();
            for (int i = 0; i < primal.formals().size(); i++) {
                Contribution adjoint =
                        active.get(i) ? sweep.adjoint(primal.formals().get(i)).orElse(null) : null;
                positions.add(adjoint == null ? -1 : results.size());
                if (adjoint != null) {
                    results.add(adjoint.guarded(dag));
                    guarded.set(i, adjoint.isGuarded());
                }
            }
            return new AdjointLambda(new Lambda("d_" + primal.name(), formals, results), positions, guarded);
        }

        List<Contribution> called(Dag dag, List<Node> arguments) {
            Call call = dag.call(lambda, arguments);
            List<Contribution> ofFormals = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) < 0) {
                    ofFormals.add(null);
                } else {
                    Node result = dag.result(call, results.get(i));
                    ofFormals.add(
                            guarded.get(i) ? Contribution.guardedBySelf(dag, result) : Contribution.everywhere(result));
                }
            }
            return ofFormals;
        }
    }
}
