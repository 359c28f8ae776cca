package dev.adjoint.interpret;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Shape;
import java.util.List;
import java.util.Map;

/** How many indices each axis has, and where the element at an index stands in a flat array. */
final class Layout {
    private final Map<Dim, Integer> unbound;

    /** @param unbound sizes of unbound dims; those of derived ones follow from them */
    Layout(Map<Dim, Integer> unbound) {
        this.unbound = Map.copyOf(unbound);
    }

    int size(Axis axis) {
        return size(axis.dim());
    }

    int size(Dim dim) {
        return dim.size(unbound::get);
    }

    int count(Shape shape) {
        return shape.axes().stream().mapToInt(this::size).reduce(1, Math::multiplyExact);
    }

    /** A value over {@code from} spread over {@code to}, which has at least those axes, in that storage order. */
    double[] spread(double[] value, Shape from, Shape to) {
        if (from.equals(to)) {
            return value;
        }
        double[] spread = new double[count(to)];
        forEachIndex(to, List.of(from), (i, at) -> spread[i] = value[at[0]]);
        return spread;
    }

    /** Calls {@code body} for each index of {@code space} with the flat positions of that index in tensors of {@code shapes}. */
    void forEachIndex(Shape space, List<Shape> shapes, IndexBody body) {
        int rank = space.rank();
        int[][] strides = new int[shapes.size()][rank];
        for (int s = 0; s < shapes.size(); s++) {
            int stride = 1;
            List<Axis> axes = shapes.get(s).axes();
            for (int a = axes.size() - 1; a >= 0; a--) {
                strides[s][space.axes().indexOf(axes.get(a))] = stride;
                stride *= size(axes.get(a));
            }
        }
        int count = count(space);
        int[] at = new int[shapes.size()];
        int[] index = new int[rank];
        for (int i = 0; i < count; i++) {
            body.at(i, at);
            for (int a = rank - 1; a >= 0; a--) {
                boolean carry = ++index[a] == size(space.axes().get(a));
                for (int s = 0; s < at.length; s++) {
                    at[s] += carry ? -(index[a] - 1) * strides[s][a] : strides[s][a];
                }
                if (!carry) {
                    break;
                }
                index[a] = 0;
            }
        }
    }

    interface IndexBody {
        void at(int flat, int[] positions);
    }
}
