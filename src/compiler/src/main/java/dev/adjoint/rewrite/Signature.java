package dev.adjoint.rewrite;

import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Substitution;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What a lambda still takes and gives once its calls, or the scans that step it, need no more. */
final class Signature {
    private final Dag dag;
    private final int carries;
    private final int sequences;
    private final Lambda lambda;
    private final List<Node> results;
    private final Map<Node, Node> numbers;

    /** Which formals remain, and which results, in the order of the new lambda. */
    private final BitSet formals = new BitSet();

    private final List<Node> kept = new ArrayList<>();

    /**
     * @param tuple a call, or a scan, of those that share the signature
     * @param lambda what it applies
     * @param needed the components of the tuple that anything needs
     * @param arguments of all calls or scans
     */
    Signature(Dag dag, Node tuple, Lambda lambda, BitSet needed, List<List<Node>> arguments) {
        this.dag = dag;
        this.lambda = lambda;
        this.carries = tuple instanceof Scan scan ? scan.carries() : 0;
        this.sequences = tuple instanceof Scan scan ? scan.sequences() : 0;
        this.numbers = numbers(arguments);
        Map<Node, Node> bodies = Substitution.in(dag, lambda.results(), numbers);
        this.results = lambda.results().stream().map(bodies::get).toList();
        keep(needed);
    }

    /** Formals that are the same number in every call. A carry is one only if it stays that number. */
    private Map<Node, Node> numbers(List<List<Node>> arguments) {
        Map<Node, Node> numbers = new HashMap<>();
        for (int i = 0; i < lambda.formals().size(); i++) {
            int index = i;
            Node first = arguments.get(0).get(i);
            boolean isFixed = i >= carries || lambda.results().get(i) == first;
            if (isFixed && first instanceof Constant && arguments.stream().allMatch(each -> each.get(index) == first)) {
                numbers.put(lambda.formals().get(i), first);
            }
        }
        return numbers;
    }

    /** Carries come first, all that a needed result leads to; then the needed emissions or results of a call. */
    private void keep(BitSet needed) {
        BitSet needsCarry = new BitSet();
        for (int k = 0; k < carries; k++) {
            boolean isFixed = numbers.containsKey(lambda.formals().get(k));
            needsCarry.set(k, !isFixed && (needed.get(k) || needed.get(carries + k)));
        }
        Set<Node> others = new LinkedHashSet<>();
        for (int k = carries; k < results.size(); k++) {
            Node result = results.get(k);
            if (needed.get(carries + k) && !isClosed(result) && passedOn(result) < 0) {
                others.add(result);
            } else if (needed.get(carries + k) && passedOn(result) >= 0 && passedOn(result) < carries) {
                needsCarry.set(passedOn(result));
            }
        }
        Set<Node> all = new LinkedHashSet<>();
        int before;
        do {
            before = needsCarry.cardinality();
            all.clear();
            needsCarry.stream().mapToObj(results::get).forEach(all::add);
            all.addAll(others);
            formals.clear();
            Set<Node> reached = new LinkedHashSet<>(Reachable.from(all));
            for (int i = 0; i < lambda.formals().size(); i++) {
                formals.set(i, reached.contains(lambda.formals().get(i)));
            }
            needsCarry.or(formals.get(0, carries));
        } while (needsCarry.cardinality() != before);
        formals.or(needsCarry);
        needsCarry.stream().mapToObj(results::get).forEach(kept::add);
        kept.addAll(others);
    }

    private static boolean isClosed(Node result) {
        return Reachable.from(result).stream().noneMatch(n -> n instanceof Variable v && v.role() == Role.FORMAL);
    }

    /** The formal that a result is; -1 if it is something else. */
    private int passedOn(Node result) {
        return lambda.formals().indexOf(result);
    }

    /** The call or scan with what remains of its operands. */
    Node applied(Node tuple, List<Node> operands) {
        if (kept.isEmpty()) {
            return tuple;
        }
        Lambda narrow = new Lambda(
                lambda.name(), formals.stream().mapToObj(lambda.formals()::get).toList(), kept);
        List<Node> arguments = formals.stream().mapToObj(operands::get).toList();
        if (tuple instanceof Call) {
            return dag.call(narrow, arguments);
        }
        Scan scan = (Scan) tuple;
        int all = carries + sequences;
        return dag.scan(
                scan.axis(),
                scan.isReverse(),
                formals.get(0, carries).cardinality(),
                formals.get(carries, all).cardinality(),
                narrow,
                arguments);
    }

    /**
     * What a component of the tuple is now.
     *
     * @param applied what became of the tuple
     * @param operands of the tuple, as they are now
     */
    Node component(Result result, Node applied, Function<Node, List<Node>> operands) {
        int k = result.index();
        if (k < 2 * carries) {
            Node number = numbers.get(lambda.formals().get(k % carries));
            if (number != null) {
                return number;
            }
            int carry = formals.get(0, k % carries).cardinality();
            Scan scan = (Scan) applied;
            return dag.result(scan, k < carries ? scan.last(carry) : scan.before(carry));
        }
        Node own = results.get(k - carries);
        int formal = passedOn(own);
        if (formal >= 0 && formal < carries) {
            return dag.result(
                    applied, ((Scan) applied).before(formals.get(0, formal).cardinality()));
        }
        if (formal >= 0) {
            return operands.apply(result.tuple()).get(formal);
        }
        if (isClosed(own)) {
            return own;
        }
        int narrowCarries = formals.get(0, carries).cardinality();
        int position = kept.subList(narrowCarries, kept.size()).indexOf(own);
        return dag.result(applied, 2 * narrowCarries + position);
    }
}
