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
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes sums of products as sums of two factors where that makes them contractions: factors that vary along axes of another
 * one go with it, scalars go in front of the sum, and the conditions of {@code if c then a*b else 0} go to the factor that
 * has their axes.
 */
final class Factors {
    private final Dag dag;

    Factors(Dag dag) {
        this.dag = dag;
    }

    /** The same sum, as a contraction if it is one. */
    Node of(Reduce reduce) {
        if (reduce.reduction() != Reduction.SUM) {
            return reduce;
        }
        Group all = new Group(Shape.SCALAR);
        collect(reduce.body(), all);
        List<Group> groups = groups(all);
        if (groups.size() != 2 || !all.conditions.isEmpty()) {
            return reduce;
        }
        Node left = groups.get(0).product();
        Node right = groups.get(1).product();
        if (!Contraction.isWorthIt(reduce, left, right)) {
            return reduce;
        }
        Node sum = dag.reduce(Reduction.SUM, reduce.axes(), dag.mul(padded(left), padded(right)));
        if (all.factors.isEmpty()) {
            return sum;
        }
        all.factors.add(sum);
        return dag.apply(Primitive.MUL, all.factors);
    }

    /** Factors, and conditions without which their product is 0. */
    private final class Group {
        private final Shape shape;
        private final List<Node> factors = new ArrayList<>();
        private final Set<Node> conditions = new LinkedHashSet<>();

        Group(Shape shape) {
            this.shape = shape;
        }

        Node product() {
            Node product = factors.size() == 1 ? factors.get(0) : dag.apply(Primitive.MUL, factors);
            return conditions.stream()
                    .reduce(dag::and)
                    .map(condition -> dag.select(condition, product, dag.constant(0)))
                    .orElse(product);
        }
    }

    /**
     * A conditional that has all its axes from one factor is that factor. Others open up: their zeros go with one of the
     * factors, and the kernel does not multiply zeros that it finds there by what is infinite.
     */
    private void collect(Node body, Group all) {
        if (body.is(Primitive.MUL)) {
            body.operands().forEach(factor -> collect(factor, all));
        } else if (body instanceof Select select && opens(select)) {
            boolean isElse = select.whenTrue().isConstant(0);
            Node condition = isElse ? dag.not(select.condition()) : select.condition();
            conjuncts(condition).forEach(all.conditions::add);
            collect(isElse ? select.whenFalse() : select.whenTrue(), all);
        } else {
            all.factors.add(body);
        }
    }

    private static boolean opens(Select select) {
        boolean isElse = select.whenTrue().isConstant(0);
        Node product = isElse ? select.whenFalse() : select.whenTrue();
        boolean isZeroElsewhere = isElse || select.whenFalse().isConstant(0);
        return isZeroElsewhere
                && product.is(Primitive.MUL)
                && product.operands().stream()
                        .noneMatch(factor ->
                                factor.shape().containsAll(select.shape().axes()));
    }

    private static List<Node> conjuncts(Node condition) {
        return condition.is(Primitive.AND)
                ? condition.operands().stream()
                        .flatMap(operand -> conjuncts(operand).stream())
                        .toList()
                : List.of(condition);
    }

    /** By axes; what has fewer joins what has its axes among others. What finds no place, and scalars, are left. */
    private List<Group> groups(Group all) {
        List<Group> groups = new ArrayList<>();
        List<Node> sorted = new ArrayList<>(all.factors);
        sorted.sort((a, b) -> Integer.compare(b.shape().rank(), a.shape().rank()));
        for (Node factor : sorted) {
            if (!factor.shape().isScalar()) {
                group(groups, factor)
                        .orElseGet(() -> {
                            Group own = new Group(factor.shape());
                            groups.add(own);
                            return own;
                        })
                        .factors
                        .add(factor);
            }
        }
        all.factors.removeIf(factor -> !factor.shape().isScalar());
        for (Node condition : List.copyOf(all.conditions)) {
            group(groups, condition).ifPresent(group -> {
                group.conditions.add(condition);
                all.conditions.remove(condition);
            });
        }
        return groups;
    }

    private static Optional<Group> group(List<Group> groups, Node node) {
        return groups.stream()
                .filter(group -> group.shape.containsAll(node.shape().axes()))
                .findFirst();
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
