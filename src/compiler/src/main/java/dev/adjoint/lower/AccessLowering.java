package dev.adjoint.lower;

import dev.adjoint.check.TypedExpression;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.SizeSum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Lowers what reads by index, and what counts. */
final class AccessLowering {
    private final Dag dag;

    AccessLowering(Dag dag) {
        this.dag = dag;
    }

    /**
     * An access gives 0 outside by itself; other values there need a condition.
     *
     * @param changing axes of the array that are indexed by a number, since their index variable is none of the value
     * @param position what index variables are as numbers
     */
    Node access(
            TypedExpression.Access access,
            Node array,
            List<Node> computed,
            Set<Axis> changing,
            Function<Axis, Node> position) {
        if (changing.isEmpty()) {
            return access(access, array, computed);
        }
        Map<Axis, Index> indices = new LinkedHashMap<>(access.indices());
        List<Node> numbers = new ArrayList<>(computed);
        List<Node> conditions = new ArrayList<>();
        for (Axis axis : changing) {
            Node index = number((Index.Affine) access.indices().get(axis), position);
            Node last = dag.sub(dag.size(Axis.of(axis.dim())), dag.constant(1));
            if (access.open().contains(axis)) {
                conditions.add(dag.apply(Primitive.GE, index, dag.constant(0)));
                conditions.add(dag.apply(Primitive.LE, index, last));
                index = dag.apply(Primitive.MIN, dag.apply(Primitive.MAX, index, dag.constant(0)), last);
            }
            numbers.add(index);
            indices.put(axis, new Index.Computed(numbers.size()));
        }
        List<Axis> open =
                access.open().stream().filter(axis -> !changing.contains(axis)).toList();
        Node inside = access(
                new TypedExpression.Access(
                        access.span(),
                        access.type(),
                        access.array(),
                        indices,
                        access.computed(),
                        open,
                        access.outside()),
                array,
                numbers);
        return conditions.isEmpty()
                ? inside
                : dag.select(
                        conditions.stream().reduce(dag::and).orElseThrow(), inside, outside(access, inside.type()));
    }

    private Node outside(TypedExpression.Access access, ElementType type) {
        return type == ElementType.BOOL ? dag.truth(access.outside() != 0) : dag.constant(access.outside());
    }

    private Node access(TypedExpression.Access access, Node array, List<Node> computed) {
        boolean isTotal = access.open().isEmpty();
        if (array.type() == ElementType.BOOL && !isTotal) {
            Node numbers = dag.select(array, dag.constant(1), dag.constant(0));
            return dag.apply(Primitive.NE, access(access, numbers, computed), dag.constant(0));
        }
        Node inside = dag.access(array, access.indices(), computed, isTotal);
        if (isTotal || access.outside() == 0) {
            return inside;
        }
        return dag.select(isInside(access), inside, outside(access, inside.type()));
    }

    private Node isInside(TypedExpression.Access access) {
        List<Node> conditions = new ArrayList<>();
        for (Axis axis : access.open()) {
            Node index = number((Index.Affine) access.indices().get(axis), dag::position);
            conditions.add(dag.apply(Primitive.GE, index, dag.constant(0)));
            conditions.add(dag.lt(index, dag.size(Axis.of(axis.dim()))));
        }
        return conditions.stream().reduce(dag::and).orElseThrow();
    }

    private Node number(Index.Affine index, Function<Axis, Node> position) {
        List<Node> terms = new ArrayList<>();
        index.terms().forEach((axis, factor) -> terms.add(times(factor, position.apply(axis))));
        terms.add(size(index.offset()));
        return sum(terms);
    }

    /** A sum of sizes as a number. */
    Node size(SizeSum size) {
        List<Node> terms = new ArrayList<>();
        size.terms().forEach((dims, factor) -> {
            List<Node> sizes = new ArrayList<>();
            for (Dim dim : dims) {
                sizes.add(dag.size(Axis.of(dim)));
            }
            Node product = sizes.size() == 1 ? sizes.get(0) : dag.apply(Primitive.MUL, sizes);
            terms.add(times(factor, product));
        });
        if (size.constant() != 0 || terms.isEmpty()) {
            terms.add(dag.constant(size.constant()));
        }
        return sum(terms);
    }

    private Node times(int factor, Node node) {
        return factor == 1 ? node : dag.mul(dag.constant(factor), node);
    }

    private Node sum(List<Node> terms) {
        return terms.size() == 1 ? terms.get(0) : dag.apply(Primitive.ADD, terms);
    }

    /** Only axes that the value has: along the others it is the same everywhere. */
    Node rename(TypedExpression.Rename rename, Node operand) {
        Map<Axis, Axis> names = new LinkedHashMap<>();
        for (Axis axis : operand.shape().axes()) {
            Axis name = rename.axes().get(axis);
            if (name != null) {
                names.put(axis, name);
            }
        }
        return names.isEmpty() ? operand : dag.rename(operand, names);
    }

    /** The least position at which an element is the extremum. */
    Node argument(TypedExpression.Argument argument, Node body) {
        Axis axis = argument.axis();
        Node extremum = dag.reduce(argument.extremum(), List.of(axis), body);
        Node attained = dag.select(dag.eq(body, extremum), dag.position(axis), dag.size(axis));
        return dag.reduce(Reduction.MIN, List.of(axis), attained);
    }
}
