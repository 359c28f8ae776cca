package dev.adjoint.plan;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes sums of products as sums of two factors where that makes them contractions: factors that vary along axes of another
 * one go with it, scalars go in front of the sum.
 */
final class Factors {
    private final Dag dag;

    Factors(Dag dag) {
        this.dag = dag;
    }

    /** The same sum, as a contraction if it is one. */
    Node of(Reduce reduce) {
        if (reduce.reduction() != Reduction.SUM || !reduce.body().is(Primitive.MUL)) {
            return reduce;
        }
        List<Node> scalars = new ArrayList<>();
        List<Node> factors = new ArrayList<>();
        for (Node operand : reduce.body().operands()) {
            (operand.shape().isScalar() ? scalars : factors).add(operand);
        }
        List<List<Node>> groups = groups(factors);
        if (groups.size() != 2) {
            return reduce;
        }
        Node left = product(groups.get(0));
        Node right = product(groups.get(1));
        if (!Contraction.isWorthIt(reduce, left, right)) {
            return reduce;
        }
        Node sum = dag.reduce(Reduction.SUM, reduce.axes(), dag.mul(padded(left), padded(right)));
        if (scalars.isEmpty()) {
            return sum;
        }
        scalars.add(sum);
        return dag.apply(Primitive.MUL, scalars);
    }

    /** Factors by axes; those with fewer join those that have theirs among others. */
    private static List<List<Node>> groups(List<Node> factors) {
        List<List<Node>> groups = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        List<Node> sorted = new ArrayList<>(factors);
        sorted.sort((a, b) -> Integer.compare(b.shape().rank(), a.shape().rank()));
        for (Node factor : sorted) {
            int found = -1;
            for (int i = 0; i < shapes.size() && found < 0; i++) {
                found = shapes.get(i).containsAll(factor.shape().axes()) ? i : -1;
            }
            if (found < 0) {
                groups.add(new ArrayList<>(List.of(factor)));
                shapes.add(factor.shape());
            } else {
                groups.get(found).add(factor);
            }
        }
        return groups;
    }

    private Node product(List<Node> factors) {
        return factors.size() == 1 ? factors.get(0) : dag.apply(Primitive.MUL, factors);
    }

    /**
     * Of elements that may lie outside, at indices of several variables ({@code x[i + r - 1]}), the same from an array that
     * is large enough: all of {@code p -> x[p - 1]} first, then {@code i + r} of that, which is always inside.
     */
    private Node padded(Node factor) {
        if (!(factor instanceof Access access) || access.isTotal() || !hasWindow(access)) {
            return factor;
        }
        Map<Axis, Index> outer = new LinkedHashMap<>();
        Map<Axis, Index> inner = new LinkedHashMap<>();
        for (int i = 0; i < access.axes().size(); i++) {
            Axis axis = access.axes().get(i);
            Index.Affine index = (Index.Affine) access.indices().get(i);
            if (index.terms().isEmpty()) {
                inner.put(axis, index);
                continue;
            }
            if (index.isVariable()
                    && index.terms().keySet().iterator().next().dim().equals(axis.dim())) {
                outer.put(axis, index);
                continue;
            }
            SizeSum least = index.offset();
            SizeSum count = SizeSum.of(1);
            for (Map.Entry<Axis, Integer> term : index.terms().entrySet()) {
                SizeSum steps = SizeSum.of(term.getKey().dim()).minus(SizeSum.of(1));
                count = count.plus(steps.times(Math.abs(term.getValue())));
                least = term.getValue() < 0 ? least.plus(steps.times(term.getValue())) : least;
            }
            Axis all = new Axis(axis.name() + "'", Dim.anonymous(count, 1));
            while (outer.containsKey(all) || access.axes().contains(all)) {
                all = new Axis(all.name() + "'", all.dim());
            }
            inner.put(axis, new Index.Affine(Map.of(all, 1), least, index.divisor()));
            outer.put(all, new Index.Affine(index.terms(), index.offset().minus(least), 1));
        }
        Node array = dag.access(access.array(), inner, List.of(), false);
        return dag.access(array, outer, List.of(), true);
    }

    private static boolean hasWindow(Access access) {
        boolean isAffine = access.indices().stream().allMatch(Index.Affine.class::isInstance);
        return isAffine
                && access.indices().stream()
                        .anyMatch(index -> ((Index.Affine) index).terms().size() > 1);
    }
}
