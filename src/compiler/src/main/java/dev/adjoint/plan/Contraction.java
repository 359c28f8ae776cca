package dev.adjoint.plan;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Shape;
import java.util.List;

/**
 * A sum of products of two factors that is worth the runtime's kernel: dense layers, convolutions, attention, and their
 * adjoints.
 *
 * @param reduce the sum
 * @param left a factor, as a strided view of an array
 * @param right the other factor
 */
record Contraction(Reduce reduce, View left, View right) {
    /** What an axis whose size the data decide counts for. */
    private static final int TYPICAL_SIZE = 64;

    /** With fewer multiplications, loops that are fused with others are as good. */
    private static final long LEAST_WORK = 4_096;

    /**
     * An array in memory, or elements of it at affine indices that are always inside.
     *
     * @param access null if all of the array is read as it is
     */
    record View(Node array, Access access) {
        static View of(Node factor) {
            boolean isView = factor instanceof Access access
                    && access.isTotal()
                    && !access.array().shape().isScalar()
                    && access.indices().stream()
                            .allMatch(i -> i instanceof Index.Affine affine && affine.divisor() == 1);
            return isView ? new View(((Access) factor).array(), (Access) factor) : new View(factor, null);
        }

        Shape shape() {
            return access == null ? array.shape() : access.shape();
        }
    }

    /** The contraction that a node is, or null. */
    static Contraction of(Node node) {
        boolean isSum = node instanceof Reduce reduce
                && reduce.reduction() == Reduction.SUM
                && reduce.body().is(Primitive.MUL)
                && reduce.body().operands().size() == 2;
        if (!isSum) {
            return null;
        }
        Reduce reduce = (Reduce) node;
        Node a = reduce.body().operand(0);
        Node b = reduce.body().operand(1);
        boolean isWorthIt = !(a instanceof Constant) && !(b instanceof Constant) && isWorthIt(reduce, a, b);
        return isWorthIt ? new Contraction(reduce, View.of(a), View.of(b)) : null;
    }

    /**
     * Whether elements of both factors are used again and again: with rows and columns, or, for a matrix and a vector, if
     * the matrix is no expression that would have to be stored first.
     */
    static boolean isWorthIt(Reduce reduce, Node a, Node b) {
        List<Axis> bound = reduce.axes();
        boolean hasRows = !a.shape().minus(b.shape().axes()).minus(bound).isScalar();
        boolean hasColumns = !b.shape().minus(a.shape().axes()).minus(bound).isScalar();
        boolean sharesAll = bound.stream()
                .allMatch(axis -> axis.dim().size().orElse(0) == 1
                        || a.shape().contains(axis) && b.shape().contains(axis));
        boolean isMatrixProduct =
                hasRows && hasColumns || hasRows && !(a instanceof Apply) || hasColumns && !(b instanceof Apply);
        return sharesAll && isMatrixProduct && work(a.shape().union(b.shape())) >= LEAST_WORK;
    }

    private static long work(Shape shape) {
        long work = 1;
        for (Axis axis : shape.axes()) {
            work = Math.min(Integer.MAX_VALUE, work * axis.dim().size().orElse(TYPICAL_SIZE));
        }
        return work;
    }
}
