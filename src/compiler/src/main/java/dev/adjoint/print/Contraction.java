package dev.adjoint.print;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A sum of products that is a matrix product: of two matrices, or of a matrix and a vector, which is read as a column.
 *
 * @param left factors of the left matrix, which are multiplied element by element
 * @param leftTransposed whether the sum runs along its first axis rather than its last
 * @param right those of the right matrix
 * @param rightTransposed whether the sum runs along its last axis rather than its first
 */
record Contraction(List<Node> left, boolean leftTransposed, List<Node> right, boolean rightTransposed) {

    /** @param axes of a value, in the order in which the reader thinks of them */
    static Optional<Contraction> of(Reduce reduce, Function<List<Node>, List<Axis>> axes) {
        if (reduce.reduction() != Reduction.SUM
                || reduce.axes().size() != 1
                || !reduce.body().is(Primitive.MUL)) {
            return Optional.empty();
        }
        Axis summed = reduce.axes().get(0);
        List<Node> factors = reduce.body().operands();
        List<Node> first = group(factors, summed);
        List<Node> second = new ArrayList<>(factors);
        second.removeAll(first);
        if (second.isEmpty() || !factors.stream().allMatch(f -> f.shape().contains(summed))) {
            return Optional.empty();
        }
        List<Axis> a = axes.apply(first);
        List<Axis> b = axes.apply(second);
        boolean areMatrices = a.size() <= 2 && b.size() <= 2 && a.size() + b.size() > 2;
        if (!areMatrices) {
            return stacked(first, a, second, b, summed).or(() -> stacked(second, b, first, a, summed));
        }
        List<Axis> result = axes.apply(List.of(reduce));
        return Optional.of(ordered(first, a, second, b, summed, result));
    }

    /** A stack of matrices times one matrix or vector, if the sum runs along a dim that has a name, all of it. */
    private static Optional<Contraction> stacked(
            List<Node> many, List<Axis> a, List<Node> one, List<Axis> b, Axis summed) {
        boolean isStack = a.size() > 2 && a.indexOf(summed) == a.size() - 1 && b.size() <= 2;
        boolean isNamed = summed.name().equals(summed.dim().name())
                && Character.isLetter(summed.name().charAt(0));
        boolean areArrays = Stream.concat(many.stream(), one.stream()).noneMatch(Contraction::isIndexed);
        return isStack && isNamed && areArrays
                ? Optional.of(new Contraction(many, false, one, isLast(b, summed)))
                : Optional.empty();
    }

    private static boolean isIndexed(Node node) {
        return node instanceof Position || node instanceof Access access && !access.isRenaming();
    }

    /** The first matrix and all that have further axes in common with it, or with those. */
    private static List<Node> group(List<Node> factors, Axis summed) {
        Node start = factors.stream()
                .filter(factor -> !rest(factor, summed).isEmpty())
                .findFirst()
                .orElse(factors.get(0));
        Set<Axis> axes = new HashSet<>(rest(start, summed));
        List<Node> group = new ArrayList<>();
        int before;
        do {
            before = axes.size();
            group.clear();
            for (Node factor : factors) {
                boolean isCommon = rest(factor, summed).stream().anyMatch(axes::contains);
                if (isCommon || factor == start) {
                    group.add(factor);
                    axes.addAll(rest(factor, summed));
                }
            }
        } while (axes.size() != before);
        return group;
    }

    private static List<Axis> rest(Node factor, Axis summed) {
        return factor.shape().minus(List.of(summed)).axes();
    }

    /** The order that gives the axes of the result; a vector stands on the right. */
    private static Contraction ordered(
            List<Node> first, List<Axis> a, List<Node> second, List<Axis> b, Axis summed, List<Axis> result) {
        Contraction straight = new Contraction(first, isFirst(a, summed), second, isLast(b, summed));
        Contraction swapped = new Contraction(second, isFirst(b, summed), first, isLast(a, summed));
        if (a.size() != b.size()) {
            return a.size() > b.size() ? straight : swapped;
        }
        return a.contains(result.get(0)) ? straight : swapped;
    }

    private static boolean isFirst(List<Axis> axes, Axis summed) {
        return axes.size() == 2 && axes.get(0).equals(summed);
    }

    private static boolean isLast(List<Axis> axes, Axis summed) {
        return axes.size() == 2 && axes.get(1).equals(summed);
    }
}
