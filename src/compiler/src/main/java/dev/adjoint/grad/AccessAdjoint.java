package dev.adjoint.grad;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.SizeSum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The adjoint of an access: an element of the array receives the adjoints of all that read it. Who reads it at an affine
 * index is found by solving for the index variables: an access again, summed over the variables that remain, after windows
 * side by side have become one axis. What is read at computed indices is scattered.
 */
final class AccessAdjoint {
    private final Dag dag;
    private final Access access;
    private final Inverse inverse;
    private final Map<Axis, Index.Affine> places;

    private AccessAdjoint(Dag dag, Access access) {
        this.dag = dag;
        this.access = access;
        this.inverse = new Inverse(access);
        this.places = inverse.indices();
    }

    /** What makes the adjoint of an access, over some of its axes, that of its array. */
    static UnaryOperator<Node> of(Dag dag, Access access) {
        Tiles tiles = new Tiles(access);
        Node flat = tiles.access(dag);
        if (flat == access.array()) {
            return adjoint -> tiles.flattened(dag, adjoint);
        }
        AccessAdjoint rule = new AccessAdjoint(dag, (Access) flat);
        return adjoint -> rule.of(tiles.flattened(dag, adjoint));
    }

    private Node of(Node adjoint) {
        Node body = at(adjoint, true);
        Node condition = condition();
        if (condition != null) {
            body = dag.select(condition, body, dag.constant(0));
        }
        List<Axis> targets = new ArrayList<>();
        List<Node> indices = new ArrayList<>();
        for (int k = 0; k < access.axes().size(); k++) {
            if (access.indices().get(k) instanceof Index.Computed computed) {
                targets.add(access.axes().get(k));
                indices.add(at(access.computed(computed), false));
            }
        }
        return targets.isEmpty()
                ? dag.reduce(Reduction.SUM, inverse.free(), body)
                : dag.scatter(body, targets, indices, inverse.free());
    }

    /**
     * A node over variables of the access at the place that reads an element; 0 where none does.
     *
     * @param bounded whether it must be 0 outside along variables that it lacks, too
     */
    private Node at(Node node, boolean bounded) {
        Map<Axis, Index> indices = new LinkedHashMap<>();
        boolean isTotal = true;
        for (Map.Entry<Axis, Index.Affine> place : places.entrySet()) {
            boolean isInside = place.getValue().isInside(place.getKey().dim());
            if (node.shape().contains(place.getKey()) || bounded && !isInside) {
                indices.put(place.getKey(), place.getValue());
                isTotal &= isInside;
            }
        }
        return dag.access(node, indices, List.of(), isTotal);
    }

    /** Null if there is none. */
    private Node condition() {
        Node all = null;
        for (Index.Affine zero : inverse.conditions()) {
            Node equation = dag.eq(part(zero, 1), part(zero, -1));
            all = all == null ? equation : dag.and(all, equation);
        }
        return all;
    }

    /** The terms whose coefficients have that sign, without it. */
    private Node part(Index.Affine sum, int sign) {
        List<Node> terms = new ArrayList<>();
        sum.terms().forEach((axis, c) -> addTerm(terms, c * sign, List.of(dag.position(axis))));
        SizeSum offset = sum.offset();
        offset.terms().forEach((dims, c) -> addTerm(terms, c * sign, sizes(dims)));
        addTerm(terms, offset.constant() * sign, List.of());
        return switch (terms.size()) {
            case 0 -> dag.constant(0);
            case 1 -> terms.get(0);
            default -> dag.apply(Primitive.ADD, terms);
        };
    }

    private List<Node> sizes(List<Dim> dims) {
        return dims.stream().<Node>map(dim -> dag.size(Axis.of(dim))).toList();
    }

    private void addTerm(List<Node> terms, int coefficient, List<Node> factors) {
        if (coefficient > 0) {
            List<Node> all = new ArrayList<>(factors);
            if (coefficient != 1 || factors.isEmpty()) {
                all.add(0, dag.constant(coefficient));
            }
            terms.add(all.size() == 1 ? all.get(0) : dag.apply(Primitive.MUL, all));
        }
    }
}
