package dev.adjoint.grad;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Variable;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which nodes depend on others by real numbers, rather than by conditions and indices. Remembers what it found of lambdas. */
final class Activity {
    private final Map<List<Object>, BitSet> ofLambdas = new HashMap<>();

    /** Those of {@code order}, operands before users, that depend on {@code wrt}; and {@code wrt} itself. */
    Set<Node> of(List<Node> order, Collection<? extends Node> wrt) {
        Set<Node> active = new LinkedHashSet<>(wrt);
        for (Node node : order) {
            if (!active.contains(node) && isActive(node, active::contains)) {
                active.add(node);
            }
        }
        return active;
    }

    /** Which operands of {@code node} are among {@code active}. */
    static BitSet operands(Node node, Predicate<Node> active) {
        BitSet operands = new BitSet();
        for (int i = 0; i < node.operands().size(); i++) {
            operands.set(i, active.test(node.operand(i)));
        }
        return operands;
    }

    private boolean isActive(Node node, Predicate<Node> active) {
        if (node.type() == ElementType.BOOL) {
            return false;
        }
        if (node instanceof Access || node instanceof Scatter) {
            return active.test(node.operand(0));
        }
        if (node instanceof Result result && active.test(result.tuple())) {
            return components(result.tuple(), operands(result.tuple(), active)).get(result.index());
        }
        return !(node instanceof Result) && node.operands().stream().anyMatch(active);
    }

    /** Which components of a call or scan depend on the given operands. */
    private BitSet components(Node tuple, BitSet operands) {
        if (tuple instanceof Call call) {
            return results(call.lambda(), operands);
        }
        Scan scan = (Scan) tuple;
        int carries = scan.carries();
        BitSet results = results(scan.step(), withCarries(scan, operands));
        BitSet components = new BitSet();
        for (int k = 0; k < scan.step().results().size(); k++) {
            boolean active = k < carries ? withCarries(scan, operands).get(k) : results.get(k);
            components.set(carries + k, active);
            if (k < carries) {
                components.set(k, active);
            }
        }
        return components;
    }

    /** The given operands of a scan and the carries that come to depend on them. */
    BitSet withCarries(Scan scan, BitSet operands) {
        BitSet all = (BitSet) operands.clone();
        BitSet before;
        do {
            before = (BitSet) all.clone();
            BitSet next = results(scan.step(), all);
            next.clear(scan.carries(), Integer.MAX_VALUE);
            all.or(next);
        } while (!all.equals(before));
        return all;
    }

    /** Which results of the lambda depend on the given formals. */
    BitSet results(Lambda lambda, BitSet formals) {
        List<Object> key = List.of(lambda, formals);
        BitSet results = ofLambdas.get(key);
        if (results == null) {
            results = resultsAnew(lambda, formals);
            ofLambdas.put(key, results);
        }
        return (BitSet) results.clone();
    }

    private BitSet resultsAnew(Lambda lambda, BitSet formals) {
        List<Node> order = Reachable.from(lambda.results());
        for (Node node : order) {
            if (node instanceof Variable variable && variable.role() != Role.FORMAL) {
                throw new IllegalStateException("Gradient: " + lambda + " is no function of " + variable);
            }
        }
        Set<Node> active =
                of(order, formals.stream().mapToObj(lambda.formals()::get).toList());
        BitSet results = new BitSet();
        for (int k = 0; k < lambda.results().size(); k++) {
            results.set(k, active.contains(lambda.results().get(k)));
        }
        return results;
    }
}
