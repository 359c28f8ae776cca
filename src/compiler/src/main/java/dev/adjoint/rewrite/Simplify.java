package dev.adjoint.rewrite;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Scan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings expressions into normal form and applies all rules, from the leaves up, until nothing changes.
 *
 * <p>A value that is used more than once, and every root, stays whole: it is not merged into the sums and products around
 * it. That keeps what is shared shared, and what a model names by name. For a reader a short product is better written
 * out again than given a name; {@link #forReading} merges those.
 */
public final class Simplify {
    /** Each round is linear; expressions met so far settle in two or three. */
    private static final int MOST_ROUNDS = 10;

    /** A chain of rules at one place that is longer than this means that rules undo each other. */
    private static final int LONGEST_CHAIN = 100;

    private static final int LONGEST_WRITTEN_OUT = 4;

    private final Dag dag;
    private final NormalForm normal;
    private final Map<Node, Integer> uses = new HashMap<>();
    private final Set<Node> whole = new HashSet<>();
    private int chain;

    private Simplify(Dag dag, boolean forReading) {
        this.dag = dag;
        this.normal = new NormalForm(
                dag,
                node -> !whole.contains(node)
                        && (uses.getOrDefault(node, 1) == 1 || forReading && isShortProduct(node)));
    }

    /** For each root, in order, its simplified equivalent. */
    public static Map<Node, Node> of(Dag dag, Collection<? extends Node> roots) {
        return of(dag, roots, false);
    }

    /** The same in the form that reads best, which computes some products more than once. */
    public static Map<Node, Node> forReading(Dag dag, Collection<? extends Node> roots) {
        return of(dag, roots, true);
    }

    private static Map<Node, Node> of(Dag dag, Collection<? extends Node> roots, boolean forReading) {
        Map<Node, Node> result = new LinkedHashMap<>();
        roots.forEach(root -> result.put(root, root));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Map<Node, Node> before = new LinkedHashMap<>(result);
            Map<Node, Node> narrow = Signatures.narrow(dag, new LinkedHashSet<>(result.values()));
            result.replaceAll((root, node) -> narrow.get(node));
            Map<Node, Node> step = new Simplify(dag, forReading).round(result.values());
            result.replaceAll((root, node) -> step.get(node));
            boolean changed = !result.equals(before);
            if (!changed) {
                break;
            }
        }
        dag.origin(List.of());
        return result;
    }

    private static boolean isShortProduct(Node node) {
        return node.is(Primitive.MUL) && node.operands().size() <= LONGEST_WRITTEN_OUT;
    }

    /** Bodies of lambdas are simplified beside all else: what a lambda shares with its adjoint stays shared. */
    private Map<Node, Node> round(Collection<Node> roots) {
        List<Node> order = Reachable.withBodies(roots);
        Set<Node> rootSet = new HashSet<>(roots);
        Map<Node, Integer> usesBefore = new HashMap<>();
        for (Node node : order) {
            node.operands().forEach(operand -> usesBefore.merge(operand, 1, Integer::sum));
            rootSet.addAll(body(node));
        }
        Map<Node, Node> done = new HashMap<>();
        for (Node node : order) {
            dag.origin(dag.origins(node));
            Node simple = body(node).isEmpty()
                    ? simplify(node, operandsIn(done, node))
                    : applied(node, operandsIn(done, node), done);
            done.put(node, simple);
            uses.merge(simple, usesBefore.getOrDefault(node, 0), Integer::sum);
            if (rootSet.contains(node)) {
                whole.add(simple);
            }
        }
        return done;
    }

    private static List<Node> body(Node node) {
        return node instanceof Call call
                ? call.lambda().results()
                : node instanceof Scan scan ? scan.step().results() : List.of();
    }

    /** A call or scan of the lambda with its simplified results. */
    private Node applied(Node node, List<Node> operands, Map<Node, Node> done) {
        List<Node> results = body(node).stream().map(done::get).toList();
        if (node instanceof Call call) {
            return dag.call(new Lambda(call.lambda().name(), call.lambda().formals(), results), operands);
        }
        Scan scan = (Scan) node;
        Lambda step = new Lambda(scan.step().name(), scan.step().formals(), results);
        return dag.scan(scan.axis(), scan.isReverse(), scan.carries(), scan.sequences(), step, operands);
    }

    private static List<Node> operandsIn(Map<Node, Node> done, Node node) {
        List<Node> operands = new ArrayList<>(node.operands().size());
        node.operands().forEach(operand -> operands.add(done.getOrDefault(operand, operand)));
        return operands;
    }

    /** The operation of {@code node} on simple operands, in normal form and with rules applied. */
    private Node simplify(Node node, List<Node> operands) {
        Node result = normal.of(node, operands);
        for (Rule rule : Rules.of(result)) {
            Optional<Match> match = Match.of(rule, dag, result);
            if (match.isPresent()) {
                return replaced(rule, match.get(), result);
            }
        }
        return result;
    }

    private Node replaced(Rule rule, Match match, Node matched) {
        if (++chain > LONGEST_CHAIN) {
            throw new IllegalStateException("Simplify: rules undo each other, " + rule.name() + " at " + matched);
        }
        int first = dag.size();
        Node made = rule.rhs().of(dag, match);
        if (!match.rest().isEmpty()) {
            List<Node> operands = new ArrayList<>(match.rest());
            operands.add(made);
            made = dag.apply(((Apply) matched).primitive(), operands);
        }
        Map<Node, Node> done = new HashMap<>();
        for (Node node : Reachable.from(made, first)) {
            done.put(node, simplify(node, operandsIn(done, node)));
        }
        chain--;
        return done.getOrDefault(made, made);
    }
}
