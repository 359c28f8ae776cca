package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which lambdas of a program are adjoints of which others, and where they are used. */
final class Families {
    private final Map<Lambda, List<Scan>> scans = new LinkedHashMap<>();
    private final Map<Lambda, Set<List<Node>>> calls = new HashMap<>();
    private final Map<Lambda, Lambda> primals = new HashMap<>();
    private final Map<Lambda, List<Lambda>> adjoints = new HashMap<>();

    private Families() {}

    static Families of(Collection<Node> roots) {
        Families families = new Families();
        families.collect(roots);
        families.relate();
        return families;
    }

    private void collect(Collection<? extends Node> roots) {
        for (Node node : Cone.of(roots, n -> false)) {
            if (node instanceof Scan scan) {
                collect(scan.step());
                scans.get(scan.step()).add(scan);
            } else if (node instanceof Call call) {
                collect(call.lambda());
                calls.get(call.lambda()).add(call.arguments());
            }
        }
    }

    private void collect(Lambda lambda) {
        if (!scans.containsKey(lambda)) {
            scans.put(lambda, new ArrayList<>());
            calls.put(lambda, new HashSet<>());
            collect(lambda.results());
        }
    }

    /** The primal is the lambda with the fewest formals, all of which the adjoint has, too. Their names tell what derives. */
    private void relate() {
        Map<Variable, Set<Lambda>> byFormal = new HashMap<>();
        scans.keySet()
                .forEach(lambda -> lambda.formals()
                        .forEach(f -> byFormal.computeIfAbsent(f, v -> new LinkedHashSet<>())
                                .add(lambda)));
        for (Lambda lambda : scans.keySet()) {
            Set<Variable> own = new HashSet<>(lambda.formals());
            Lambda primal = lambda;
            Set<Lambda> related = new LinkedHashSet<>();
            own.forEach(formal -> related.addAll(byFormal.get(formal)));
            for (Lambda other : related) {
                int fewest = primal.formals().size();
                boolean isDerived =
                        lambda.name().startsWith("d_") && lambda.name().endsWith(other.name());
                if (isDerived && other.formals().size() < fewest && own.containsAll(other.formals())) {
                    primal = other;
                }
            }
            primals.put(lambda, primal);
            adjoints.computeIfAbsent(primal, l -> new ArrayList<>());
            if (primal != lambda) {
                adjoints.get(primal).add(lambda);
            }
        }
    }

    /** The lambda itself if it is no adjoint. */
    Lambda primal(Lambda lambda) {
        return primals.get(lambda);
    }

    List<Lambda> adjoints(Lambda primal) {
        return adjoints.get(primal);
    }

    /** The axes that scans of a lambda run along. */
    List<Axis> scannedAxes(Lambda lambda) {
        return scans.get(lambda).stream().map(Scan::axis).distinct().toList();
    }

    /** The formals that differ from step to step; all where the lambda is only called. */
    Set<Variable> varying(Lambda lambda) {
        Set<Variable> varying = new HashSet<>();
        for (Scan scan : scans.get(lambda)) {
            varying.addAll(lambda.formals().subList(0, scan.carries() + scan.sequences()));
        }
        return scans.get(lambda).isEmpty() ? Set.copyOf(lambda.formals()) : varying;
    }

    /** Where further formals of a lambda go: behind the sequences of scans. */
    int endOfSequences(Lambda lambda) {
        return scans.get(lambda).stream()
                .mapToInt(scan -> scan.carries() + scan.sequences())
                .findFirst()
                .orElse(lambda.formals().size());
    }

    /** Whether for every call and scan of an adjoint there is the one that it is the adjoint of. */
    boolean isMatched(Lambda adjoint) {
        Set<List<Node>> ofPrimal = calls.get(primal(adjoint));
        boolean areCallsMatched =
                calls.get(adjoint).stream().allMatch(call -> ofPrimal.contains(primalArguments(adjoint, call)));
        return areCallsMatched
                && scans.get(adjoint).stream()
                        .allMatch(scan ->
                                primal(scan) != null && scan.carries() + scan.sequences() == endOfSequences(adjoint));
    }

    /** Of what an adjoint is given, what its primal was given. */
    <T> List<T> primalArguments(Lambda adjoint, List<T> arguments) {
        return primal(adjoint).formals().stream()
                .map(formal -> arguments.get(adjoint.formals().indexOf(formal)))
                .toList();
    }

    /**
     * The scan whose carries the adjoint scan takes; null if its operands do not tell. Both take the same sequences and
     * constants.
     */
    Scan primal(Scan adjoint) {
        Lambda primal = primals.get(adjoint.step());
        Scan found = null;
        for (int i = 0; i < primal.formals().size(); i++) {
            Node operand = operand(adjoint, primal.formals().get(i));
            boolean isCarry = found == null || i < found.carries();
            if (isCarry) {
                boolean isBefore = operand instanceof Result result
                        && result.tuple() instanceof Scan scan
                        && scan.step().equals(primal)
                        && i < scan.carries()
                        && result.index() == scan.before(i)
                        && (found == null || found == scan);
                if (!isBefore) {
                    return null;
                }
                found = (Scan) ((Result) operand).tuple();
            } else if (operand != found.operand(i)) {
                return null;
            }
        }
        return found != null && found.axis().equals(adjoint.axis()) ? found : null;
    }

    private static Node operand(Scan scan, Variable formal) {
        return scan.operand(scan.step().formals().indexOf(formal));
    }
}
