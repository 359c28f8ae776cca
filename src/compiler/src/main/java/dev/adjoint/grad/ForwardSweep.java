package dev.adjoint.grad;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.NodeVisitor;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One sweep over what some roots depend on, operands before users; see {@link Tangent}. A visit gives null for 0. */
final class ForwardSweep implements NodeVisitor<Node> {
    private final Dag dag;
    private final Tangents tangentsOfTuples;
    private final Map<Node, Node> tangents;
    private final Map<Node, Map<Integer, Node>> components = new HashMap<>();

    ForwardSweep(Tangents tangentsOfTuples, Map<? extends Node, Node> directions) {
        this.dag = tangentsOfTuples.dag();
        this.tangentsOfTuples = tangentsOfTuples;
        this.tangents = new HashMap<>(directions);
    }

    void run(Collection<? extends Node> roots) {
        for (Node node : Reachable.from(roots)) {
            if (node.type() != ElementType.BOOL && !tangents.containsKey(node)) {
                dag.origin(dag.origins(node));
                Node tangent = node.accept(this);
                if (tangent != null) {
                    tangents.put(node, tangent);
                }
            }
        }
        dag.origin(List.of());
    }

    /** Empty where the node does not depend on what moves. */
    Optional<Node> tangent(Node node) {
        return Optional.ofNullable(tangents.get(node));
    }

    @Override
    public Node visit(Constant node) {
        return null;
    }

    @Override
    public Node visit(Variable node) {
        return null;
    }

    @Override
    public Node visit(AxisSize node) {
        return null;
    }

    @Override
    public Node visit(Position node) {
        return null;
    }

    @Override
    public Node visit(Apply node) {
        List<Node> terms = new ArrayList<>();
        for (int i = 0; i < node.operands().size(); i++) {
            Node tangent = tangents.get(node.operand(i));
            if (tangent != null) {
                terms.add(Partials.times(dag, Partials.of(dag, node, i), tangent));
            }
        }
        terms.removeIf(term -> term.isConstant(0));
        return terms.size() > 1 ? dag.apply(Primitive.ADD, terms) : terms.isEmpty() ? null : terms.get(0);
    }

    @Override
    public Node visit(Reduce node) {
        Node tangent = tangents.get(node.body());
        if (tangent == null) {
            return null;
        }
        Node term = Partials.times(dag, node.reduction().partial(dag, node), tangent);
        return dag.reduce(Reduction.SUM, node.axes(), term);
    }

    @Override
    public Node visit(Select node) {
        Node whenTrue = tangents.get(node.whenTrue());
        Node whenFalse = tangents.get(node.whenFalse());
        return whenTrue == null && whenFalse == null
                ? null
                : dag.select(node.condition(), orZero(whenTrue), orZero(whenFalse));
    }

    private Node orZero(Node tangent) {
        return tangent == null ? dag.constant(0) : tangent;
    }

    /** The rest is linear in its first operand: the same of its tangent. */
    private Node ofFirst(Node node) {
        Node tangent = tangents.get(node.operand(0));
        if (tangent == null) {
            return null;
        }
        List<Node> operands = new ArrayList<>(node.operands());
        operands.set(0, tangent);
        return dag.with(node, operands);
    }

    @Override
    public Node visit(Access node) {
        return ofFirst(node);
    }

    @Override
    public Node visit(Scatter node) {
        return ofFirst(node);
    }

    @Override
    public Node visit(Reshape node) {
        return ofFirst(node);
    }

    @Override
    public Node visit(Result node) {
        return components.getOrDefault(node.tuple(), Map.of()).get(node.index());
    }

    @Override
    public Node visit(Call node) {
        components.put(node, tangentsOfTuples.of(node, tangents));
        return null;
    }

    @Override
    public Node visit(Scan node) {
        components.put(node, tangentsOfTuples.of(node, tangents));
        return null;
    }
}
