package dev.adjoint.rewrite;

import dev.adjoint.expr.Access;
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
import dev.adjoint.expr.SizeSum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The normal form of a reduction: sums of sums are one, factors that do not vary along a sum are lifted out of it, a sum
 * that picks one element is an access, and bound axes have the names of their dims where that spares renaming.
 */
final class NormalReduction {
    /** How far below a reduction accesses are looked for. */
    private static final int DEEPEST = 6;

    private final Dag dag;
    private final NormalForm normal;
    private final NormalAccess accesses;
    private final Predicate<Node> mayOpen;

    NormalReduction(Dag dag, NormalForm normal, NormalAccess accesses, Predicate<Node> mayOpen) {
        this.dag = dag;
        this.normal = normal;
        this.accesses = accesses;
        this.mayOpen = mayOpen;
    }

    Node of(Reduction reduction, List<Axis> axes, Node body) {
        if (reduction == Reduction.SUM && !body.shape().containsAll(axes)) {
            return withSizes(axes, body);
        }
        Map<Axis, Axis> names = usualNames(axes, body);
        if (!names.isEmpty()) {
            List<Axis> renamed =
                    axes.stream().map(axis -> names.getOrDefault(axis, axis)).toList();
            return of(reduction, renamed, accesses.renamed(body, names));
        }
        if (reduction != Reduction.SUM) {
            return dag.reduce(reduction, axes, body);
        }
        if (body instanceof Reduce inner && inner.reduction() == Reduction.SUM && mayOpen.test(body)) {
            List<Axis> all = new ArrayList<>(axes);
            all.addAll(inner.axes());
            return of(reduction, all, inner.body());
        }
        if (body instanceof Reshape reshape && axes.containsAll(reshape.to()) && mayOpen.test(body)) {
            List<Axis> before = new ArrayList<>(axes);
            before.removeAll(reshape.to());
            before.addAll(reshape.from());
            return of(reduction, before, reshape.operand(0));
        }
        if (body instanceof Reshape reshape && isBeside(axes, reshape) && mayOpen.test(body)) {
            return dag.reshape(of(reduction, axes, reshape.operand(0)), reshape.from(), reshape.to());
        }
        return sumOf(axes, body);
    }

    private static boolean isBeside(List<Axis> axes, Reshape reshape) {
        return axes.stream()
                .noneMatch(axis -> reshape.from().contains(axis) || reshape.to().contains(axis));
    }

    /** A sum over axes of which the body lacks some, and is equal along these. */
    private Node withSizes(List<Axis> axes, Node body) {
        List<Node> factors = new ArrayList<>();
        List<Axis> own = axes.stream().filter(body.shape()::contains).toList();
        axes.stream().filter(axis -> !own.contains(axis)).forEach(axis -> factors.add(dag.size(axis)));
        factors.add(own.isEmpty() ? body : of(Reduction.SUM, own, body));
        return normal.product(factors);
    }

    /** The sum with factors that do not vary along its axes lifted out. */
    private Node sumOf(List<Axis> axes, Node body) {
        List<Node> factors = NormalForm.factors(body);
        List<Node> varying =
                factors.stream().filter(f -> f.shape().containsAny(axes)).toList();
        List<Node> lifted = new ArrayList<>(
                factors.stream().filter(f -> !f.shape().containsAny(axes)).toList());
        Node inner =
                varying.isEmpty() ? dag.constant(1) : varying.size() == 1 ? varying.get(0) : normal.product(varying);
        for (Axis axis : axes) {
            if (!inner.shape().contains(axis)) {
                lifted.add(dag.size(axis));
            }
        }
        List<Axis> own = inner.shape().axes().stream().filter(axes::contains).toList();
        lifted.add(own.isEmpty() ? inner : picked(own, inner));
        return normal.product(lifted);
    }

    /** {@code sum[i](if i == e then x[i] else 0)} is {@code x[e]}, and 0 where that lies outside. */
    private Node picked(List<Axis> axes, Node body) {
        if (body instanceof Select select && select.whenFalse().isConstant(0)) {
            for (Node equation : conjuncts(select.condition())) {
                for (Axis axis : axes) {
                    Index.Affine index = solved(equation, axis);
                    if (index != null) {
                        return picked(axes, axis, index, select, equation);
                    }
                }
            }
        }
        return dag.reduce(Reduction.SUM, axes, body);
    }

    private Node picked(List<Axis> axes, Axis axis, Index.Affine index, Select select, Node equation) {
        List<Node> others = new ArrayList<>(conjuncts(select.condition()));
        others.remove(equation);
        Node rest = others.stream()
                .reduce(dag::and)
                .map(condition -> dag.select(condition, select.whenTrue(), dag.constant(0)))
                .orElse(select.whenTrue());
        Node element = accesses.at(rest, axis, index);
        List<Axis> remaining = axes.stream().filter(a -> a != axis).toList();
        return remaining.isEmpty() ? element : of(Reduction.SUM, remaining, element);
    }

    private static List<Node> conjuncts(Node condition) {
        if (!condition.is(Primitive.AND)) {
            return List.of(condition);
        }
        List<Node> all = new ArrayList<>(conjuncts(condition.operand(0)));
        all.addAll(conjuncts(condition.operand(1)));
        return all;
    }

    /** The index at which an equation holds; null if it is not of that kind. */
    private static Index.Affine solved(Node equation, Axis axis) {
        if (!equation.is(Primitive.EQ)) {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            if (equation.operand(side) instanceof Position position
                    && position.axis().equals(axis)) {
                Index.Affine index = affine(equation.operand(1 - side));
                return index == null || index.terms().containsKey(axis) ? null : index;
            }
        }
        return null;
    }

    /** A sum of positions and numbers as an index; null for any other. */
    private static Index.Affine affine(Node node) {
        Map<Axis, Integer> terms = new LinkedHashMap<>();
        int constant = 0;
        for (Node term : node.is(Primitive.ADD) ? node.operands() : List.of(node)) {
            if (term instanceof Constant number && isIndex(number.value())) {
                constant += (int) number.value();
            } else if (term instanceof Position position) {
                terms.merge(position.axis(), 1, Integer::sum);
            } else if (term.is(Primitive.MUL)
                    && term.operands().size() == 2
                    && term.operand(0) instanceof Constant factor
                    && isIndex(factor.value())
                    && term.operand(1) instanceof Position position) {
                terms.merge(position.axis(), (int) factor.value(), Integer::sum);
            } else {
                return null;
            }
        }
        return new Index.Affine(terms, SizeSum.of(constant), 1);
    }

    private static boolean isIndex(double value) {
        return value == (int) value;
    }

    /** Bound axes that the body uses only to read along an axis of another name get that name back. */
    private Map<Axis, Axis> usualNames(List<Axis> axes, Node body) {
        Map<Axis, Axis> names = new LinkedHashMap<>();
        if (!mayOpen.test(body)) {
            return names;
        }
        Set<Axis> taken = new HashSet<>(body.shape().axes());
        for (Axis axis : axes) {
            Axis usual = Axis.of(axis.dim());
            while (taken.contains(usual) && !usual.equals(axis)) {
                usual = new Axis(usual.name() + "'", axis.dim());
            }
            if (!usual.equals(axis) && isReadAlong(body, axis, DEEPEST)) {
                names.put(axis, usual);
                taken.add(usual);
            }
        }
        return names;
    }

    private boolean isReadAlong(Node node, Axis axis, int depth) {
        boolean hasName = Character.isLetter(axis.dim().name().charAt(0));
        if (depth == 0 || !hasName || !node.shape().contains(axis)) {
            return false;
        }
        if (node instanceof Access access) {
            int k = access.indices().indexOf(Index.of(axis));
            return k >= 0 && access.axes().get(k).dim().equals(axis.dim());
        }
        return mayOpen.test(node) && node.operands().stream().anyMatch(o -> isReadAlong(o, axis, depth - 1));
    }
}
