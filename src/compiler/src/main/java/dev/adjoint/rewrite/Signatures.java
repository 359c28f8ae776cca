package dev.adjoint.rewrite;

import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Narrows what lambdas take and give: results that no call needs, arguments that no result needs or that are the same
 * number in every call, and results that do not depend on any argument. All calls of a lambda stay calls of one lambda.
 */
final class Signatures {
    private final Dag dag;
    private final Map<Node, Node> images = new HashMap<>();
    private final Map<List<Object>, List<Node>> users = new HashMap<>();
    private final Map<List<Object>, BitSet> needed = new HashMap<>();
    private final Map<List<Object>, Signature> narrowed = new HashMap<>();

    private Signatures(Dag dag) {
        this.dag = dag;
    }

    /** What becomes of each root. */
    static Map<Node, Node> narrow(Dag dag, Collection<Node> roots) {
        Signatures signatures = new Signatures(dag);
        List<Node> order = Reachable.withBodies(roots);
        order.forEach(signatures::meet);
        if (signatures.users.isEmpty()) {
            roots.forEach(root -> signatures.images.put(root, root));
            return signatures.images;
        }
        for (Node node : order) {
            dag.origin(dag.origins(node));
            signatures.images.put(node, signatures.image(node));
        }
        return signatures.images;
    }

    private void meet(Node node) {
        if (node instanceof Call || node instanceof Scan) {
            users.computeIfAbsent(key(node), k -> new ArrayList<>()).add(node);
        } else if (node instanceof Result result) {
            needed.computeIfAbsent(key(result.tuple()), k -> new BitSet()).set(result.index());
        }
    }

    /** Calls of one lambda have one signature, and so have scans of the same kind. */
    private static List<Object> key(Node tuple) {
        return tuple instanceof Scan scan
                ? List.of(scan.step(), scan.carries(), scan.sequences())
                : List.of(((Call) tuple).lambda());
    }

    private Node image(Node node) {
        List<Node> operands = node.operands().stream().map(images::get).toList();
        if (node instanceof Result result) {
            return signature(result.tuple()).component(result, operands.get(0), this::operandImages);
        }
        if (node instanceof Call || node instanceof Scan) {
            return needed.containsKey(key(node)) ? signature(node).applied(node, operands) : node;
        }
        return operands.equals(node.operands()) ? node : dag.with(node, operands);
    }

    private List<Node> operandImages(Node tuple) {
        return tuple.operands().stream().map(images::get).toList();
    }

    private Signature signature(Node tuple) {
        return narrowed.computeIfAbsent(key(tuple), key -> {
            Lambda lambda = tuple instanceof Call call ? call.lambda() : ((Scan) tuple).step();
            List<Node> results = lambda.results().stream().map(images::get).toList();
            List<List<Node>> arguments =
                    users.get(key).stream().map(this::operandImages).toList();
            Lambda body = new Lambda(lambda.name(), lambda.formals(), results);
            return new Signature(dag, tuple, body, needed.get(key), arguments);
        });
    }
}
