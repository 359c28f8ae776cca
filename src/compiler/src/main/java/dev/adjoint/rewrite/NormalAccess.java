package dev.adjoint.rewrite;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The normal form of an access: one access reads directly from what another would read from; positions are affine
 * indices; and an access that reads every element once at most moves into what it reads, as far as that is used nowhere
 * else, so that a convolution's adjoint is a sum of products, as the convolution is.
 */
final class NormalAccess {
    /** What lies deeper is left to the next round: no pass recurses over the depth of an expression. */
    private static final int DEEPEST = 50;

    private final Dag dag;
    private final NormalForm normal;
    private final Predicate<Node> mayOpen;

    NormalAccess(Dag dag, NormalForm normal, Predicate<Node> mayOpen) {
        this.dag = dag;
        this.normal = normal;
        this.mayOpen = mayOpen;
    }

    /** The access of {@code node} applied to {@code operands}. */
    Node of(Access node, List<Node> operands) {
        Map<Axis, Index> indices = new LinkedHashMap<>();
        List<Node> computed = new ArrayList<>();
        for (int k = 0; k < node.axes().size(); k++) {
            Axis axis = node.axes().get(k);
            Index index = node.indices().get(k);
            if (index instanceof Index.Computed c) {
                Index.Affine known = affine(operands.get(c.operand()), axis);
                if (known == null) {
                    computed.add(operands.get(c.operand()));
                }
                index = known == null ? new Index.Computed(computed.size()) : known;
            }
            indices.put(axis, index);
        }
        return of(operands.get(0), indices, computed, node.isTotal(), DEEPEST);
    }

    /** What is computed as an index that cannot be out of range; null if it is not known to be one. */
    private static Index.Affine affine(Node computed, Axis axis) {
        Index.Affine index = null;
        if (computed instanceof Position position) {
            index = Index.of(position.axis());
        } else if (computed instanceof Constant c && NormalProduct.isInteger(c.value())) {
            index = Index.of(SizeSum.of((int) c.value()));
        }
        return index != null && index.isInside(axis.dim()) ? index : null;
    }

    /** The array under other names of its axes. */
    Node renamed(Node array, Map<Axis, Axis> names) {
        Map<Axis, Index> indices = new LinkedHashMap<>();
        names.forEach((from, to) -> indices.put(from, Index.of(to)));
        return of(array, indices, List.of(), true, DEEPEST);
    }

    /** The elements of the array at one index of an axis, and 0 where that lies outside. */
    Node at(Node array, Axis axis, Index.Affine index) {
        return of(array, Map.of(axis, index), List.of(), false, DEEPEST);
    }

    private Node of(Node array, Map<Axis, Index> given, List<Node> computed, boolean knownTotal, int depth) {
        if (array.isConstant(0)) {
            return array;
        }
        Map<Axis, Index> indices = new LinkedHashMap<>(given);
        indices.entrySet().removeIf(e -> !array.shape().contains(e.getKey()) && (knownTotal || isInside(e)));
        boolean isTotal = knownTotal || indices.entrySet().stream().allMatch(NormalAccess::isInside);
        Node made = dag.access(array, indices, computed, isTotal);
        if (!(made instanceof Access access) || access.array() != array) {
            return made;
        }
        if (array instanceof Access inner && isTotal) {
            Node composed = composed(access, inner, depth);
            return composed == null ? access : composed;
        }
        if (array instanceof Position position && isTotal && computed.isEmpty()) {
            return number((Index.Affine) access.indices().get(0), position);
        }
        return depth > 0 && mayOpen.test(array) && isInjective(access) ? inside(access, depth - 1) : access;
    }

    private static boolean isInside(Map.Entry<Axis, Index> entry) {
        return entry.getValue() instanceof Index.Computed
                || ((Index.Affine) entry.getValue()).isInside(entry.getKey().dim());
    }

    /** Null where the inner access needs an affine index of what the outer one computes, or may be 0 there. */
    private Node composed(Access outer, Access inner, int depth) {
        Map<Axis, Index.Affine> affine = new LinkedHashMap<>();
        Map<Axis, Node> byNumber = new LinkedHashMap<>();
        for (int k = 0; k < outer.axes().size(); k++) {
            if (outer.indices().get(k) instanceof Index.Affine index) {
                affine.put(outer.axes().get(k), index);
            } else {
                byNumber.put(outer.axes().get(k), outer.computed((Index.Computed)
                        outer.indices().get(k)));
            }
        }
        Map<Axis, Index> indices = new LinkedHashMap<>();
        List<Node> computed = new ArrayList<>();
        for (int k = 0; k < inner.axes().size(); k++) {
            Index index = inner.indices().get(k);
            Node number = null;
            if (index instanceof Index.Computed c) {
                number = at(inner.computed(c), outer, depth);
            } else if (((Index.Affine) index).terms().keySet().stream().anyMatch(byNumber::containsKey)) {
                Index.Affine variable = (Index.Affine) index;
                if (!variable.isVariable()
                        || !variable.isInside(inner.axes().get(k).dim())) {
                    return null;
                }
                number = byNumber.get(variable.terms().keySet().iterator().next());
            }
            if (number != null) {
                computed.add(number);
            }
            indices.put(
                    inner.axes().get(k),
                    number == null ? ((Index.Affine) index).with(affine) : new Index.Computed(computed.size()));
        }
        return of(inner.array(), indices, computed, inner.isTotal(), depth);
    }

    /** A node over axes of what {@code access} reads, at the place where it reads. */
    private Node at(Node node, Access access, int depth) {
        Map<Axis, Index> indices = new LinkedHashMap<>();
        List<Node> computed = new ArrayList<>();
        for (int k = 0; k < access.axes().size(); k++) {
            Axis axis = access.axes().get(k);
            if (node.shape().contains(axis)) {
                Index index = access.indices().get(k);
                if (index instanceof Index.Computed c) {
                    computed.add(access.computed(c));
                    index = new Index.Computed(computed.size());
                }
                indices.put(axis, index);
            }
        }
        return of(node, indices, computed, access.isTotal(), depth);
    }

    private Node number(Index.Affine index, Position position) {
        List<Node> terms = new ArrayList<>();
        index.terms().forEach((axis, c) -> terms.add(dag.mul(dag.constant(c), dag.position(axis))));
        index.offset().terms().forEach((dims, c) -> {
            List<Node> factors = new ArrayList<>(List.of(dag.constant(c)));
            dims.forEach(dim -> factors.add(dag.size(Axis.of(dim))));
            terms.add(dag.apply(Primitive.MUL, factors));
        });
        terms.add(dag.constant(index.offset().constant()));
        return terms.size() == 1 ? terms.get(0) : normal.sum(terms);
    }

    /** Whether different indices read different elements: the variables follow from the places, one after the other. */
    private static boolean isInjective(Access access) {
        Set<Axis> known = new HashSet<>();
        int before;
        do {
            before = known.size();
            for (Index index : access.indices()) {
                if (index instanceof Index.Affine affine) {
                    List<Axis> open = affine.terms().keySet().stream()
                            .filter(axis -> !known.contains(axis))
                            .toList();
                    if (open.size() == 1) {
                        known.add(open.get(0));
                    }
                }
            }
        } while (known.size() != before);
        return known.containsAll(access.shape().axes());
    }

    private Node inside(Access access, int depth) {
        Node array = access.array();
        if (array instanceof Apply apply) {
            boolean moves = access.isTotal() || apply.is(Primitive.MUL) && coversAll(apply, access);
            return moves ? normal.of(apply, operands(access, depth)) : access;
        }
        if (array instanceof Select select && access.isTotal()) {
            return normal.of(select, operands(access, depth));
        }
        if (array instanceof Reshape reshape && movesThrough(access, reshape)) {
            return dag.reshape(at(reshape.operand(0), access, depth), reshape.from(), reshape.to());
        }
        if (array instanceof Reduce reduce) {
            boolean isContraction = reduce.reduction() == Reduction.SUM
                    && reduce.body().is(Primitive.MUL)
                    && mayOpen.test(reduce.body())
                    && coversAll(reduce.body(), access);
            return access.isTotal() || isContraction ? underReduction(access, reduce, depth) : access;
        }
        return access;
    }

    /** Whether it reads along the axes before the reshape as it does along those behind it: all of them, one by one. */
    private static boolean movesThrough(Access access, Reshape reshape) {
        boolean keepsAll = reshape.to().stream()
                .allMatch(axis ->
                        access.indices().get(access.axes().indexOf(axis)).equals(Index.of(axis)));
        boolean coversAll = reshape.operand(0)
                .shape()
                .minus(reshape.from())
                .containsAll(new Shape(access.axes()).minus(reshape.to()).axes());
        return keepsAll && coversAll && !access.shape().containsAny(reshape.from());
    }

    private List<Node> operands(Access access, int depth) {
        return access.array().operands().stream()
                .map(operand -> at(operand, access, depth))
                .toList();
    }

    /** Whether each indexed axis is an axis of one factor at least: then the product is 0 outside, as the access is. */
    private static boolean coversAll(Node product, Access access) {
        return product.shape().containsAll(access.axes());
    }

    private Node underReduction(Access access, Reduce reduce, int depth) {
        Map<Axis, Index> indices = new LinkedHashMap<>();
        List<Node> computed = new ArrayList<>();
        for (int k = 0; k < access.axes().size(); k++) {
            Index index = access.indices().get(k);
            if (index instanceof Index.Computed c) {
                computed.add(access.computed(c));
                index = new Index.Computed(computed.size());
            }
            indices.put(access.axes().get(k), index);
        }
        Set<Axis> taken = new HashSet<>(access.shape().axes());
        taken.addAll(reduce.body().shape().axes());
        List<Axis> bound = new ArrayList<>();
        for (Axis axis : reduce.axes()) {
            Axis name = axis;
            while (access.shape().contains(axis) && taken.contains(name)) {
                name = new Axis(name.name() + "'", axis.dim());
            }
            taken.add(name);
            bound.add(name);
            indices.put(axis, Index.of(name));
        }
        Node body = of(reduce.body(), indices, computed, access.isTotal(), depth);
        return normal.reduced(reduce.reduction(), bound, body);
    }
}
