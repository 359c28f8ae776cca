package dev.adjoint.plan;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Scan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits sums and products of many operands for the sake of the code: operands that vary along the same few axes come
 * first and together, so that they are computed outside the inner loops ({@code 2/n * (r*x[n])}), and very wide ones
 * become chains of partial results in the same order, so that they can be spread over methods.
 *
 * <p>Grouping changes the order of rounding, nothing else.
 */
final class Regroup {
    /** Wider than what anyone reads as one formula; more partial results than that would only add statements. */
    private static final int WIDEST = 16;

    private final Dag dag;
    private final Map<Node, Node> images = new IdentityHashMap<>();
    private final Map<Lambda, Lambda> lambdas = new HashMap<>();

    Regroup(Dag dag, Collection<Node> roots) {
        this.dag = dag;
        add(roots);
        dag.origin(List.of());
    }

    private void add(Collection<Node> roots) {
        for (Node node : Cone.of(roots, images::containsKey)) {
            List<Node> operands = node.operands().stream().map(images::get).toList();
            Node image = image(node, operands);
            images.put(node, image);
        }
    }

    /** Everything that came out, operands first. */
    List<Node> images() {
        return Reachable.from(images.values());
    }

    /** What became of a root or of anything below it. */
    Node image(Node node) {
        return images.get(node);
    }

    /** The nodes of the model by their images. */
    Map<Node, Node> originals() {
        Map<Node, Node> originals = new IdentityHashMap<>();
        images.forEach((node, image) -> originals.merge(image, node, (a, b) -> a.id() < b.id() ? a : b));
        return originals;
    }

    private Node image(Node node, List<Node> operands) {
        if (node instanceof Call call) {
            Lambda lambda = image(call.lambda());
            dag.origin(List.copyOf(dag.origins(node)));
            return dag.call(lambda, operands);
        }
        if (node instanceof Scan scan) {
            Lambda step = image(scan.step());
            dag.origin(List.copyOf(dag.origins(node)));
            return dag.scan(scan.axis(), scan.isReverse(), scan.carries(), scan.sequences(), step, operands);
        }
        dag.origin(List.copyOf(dag.origins(node)));
        if (node.is(Primitive.ADD) || node.is(Primitive.MUL)) {
            Primitive primitive = ((Apply) node).primitive();
            return chain(primitive, grouped(primitive, operands));
        }
        Node same = operands.equals(node.operands()) ? node : dag.with(node, operands);
        return same instanceof Reduce reduce ? new Factors(dag).of(reduce) : same;
    }

    private Lambda image(Lambda lambda) {
        Lambda known = lambdas.get(lambda);
        if (known == null) {
            List<Node> roots = new ArrayList<>(lambda.results());
            roots.addAll(lambda.formals());
            add(roots);
            known = new Lambda(
                    lambda.name(),
                    lambda.formals(),
                    lambda.results().stream().map(images::get).toList());
            lambdas.put(lambda, known);
        }
        return known;
    }

    private List<Node> grouped(Primitive primitive, List<Node> operands) {
        Set<Axis> all = new HashSet<>();
        operands.forEach(operand -> all.addAll(operand.shape().axes()));
        Map<Set<Axis>, List<Node>> groups = new LinkedHashMap<>();
        for (Node operand : operands) {
            Set<Axis> own = Set.copyOf(operand.shape().axes());
            if (!own.equals(all) && !operand.isConstant(-1)) {
                groups.computeIfAbsent(own, k -> new ArrayList<>()).add(operand);
            } else {
                groups.computeIfAbsent(Set.copyOf(all), k -> new ArrayList<>()).add(operand);
            }
        }
        if (groups.size() == 1) {
            return operands;
        }
        List<Node> result = new ArrayList<>();
        groups.forEach((axes, group) -> {
            if (axes.equals(all) || group.size() == 1) {
                result.addAll(group);
            } else {
                result.add(chain(primitive, group));
            }
        });
        return result;
    }

    private Node chain(Primitive primitive, List<Node> operands) {
        Node result = dag.apply(primitive, operands.subList(0, Math.min(WIDEST, operands.size())));
        for (int i = WIDEST; i < operands.size(); i += WIDEST - 1) {
            List<Node> next = new ArrayList<>(List.of(result));
            next.addAll(operands.subList(i, Math.min(i + WIDEST - 1, operands.size())));
            result = dag.apply(primitive, next);
        }
        return result;
    }
}
