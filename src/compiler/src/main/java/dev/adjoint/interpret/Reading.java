package dev.adjoint.interpret;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The elements that an access picks. */
final class Reading {
    private final Layout layout;
    private final Access access;
    private final double[][] operands;

    /** @param operands the values of the access's operands */
    Reading(Layout layout, Access access, double[][] operands) {
        this.layout = layout;
        this.access = access;
        this.operands = operands;
    }

    double[] elements() {
        // Positions of computed indices in their values, then of each index variable along its own axis: the index
        // itself.
        List<Shape> shapes = new ArrayList<>();
        access.operands().stream().skip(1).map(Node::shape).forEach(shapes::add);
        access.shape().axes().forEach(axis -> shapes.add(Shape.of(axis)));
        double[] result = new double[layout.count(access.shape())];
        layout.forEachIndex(access.shape(), shapes, (i, at) -> result[i] = element(at));
        return result;
    }

    private double element(int[] at) {
        List<Axis> stored = access.array().shape().axes();
        boolean inside = true;
        int flat = 0;
        for (int k = 0; k < access.axes().size(); k++) {
            Axis axis = access.axes().get(k);
            int size = layout.size(axis);
            int index;
            if (access.indices().get(k) instanceof Index.Computed computed) {
                index = checked(operands[computed.operand()][at[computed.operand() - 1]], size, access);
            } else {
                index = affine((Index.Affine) access.indices().get(k), at);
                inside &= 0 <= index && index < size;
            }
            flat = stored.contains(axis) ? flat * size + index : flat;
        }
        if (access.isTotal() && !inside) {
            throw new IllegalStateException("Interpreter: outside of a total " + access);
        }
        return inside ? operands[0][flat] : 0;
    }

    /** Negative where the divisor does not divide. */
    private int affine(Index.Affine index, int[] at) {
        int first = operands.length - 1;
        int sum = index.offset().evaluate(layout::size);
        for (Map.Entry<Axis, Integer> term : index.terms().entrySet()) {
            sum += term.getValue() * at[first + access.shape().axes().indexOf(term.getKey())];
        }
        return sum % index.divisor() == 0 ? sum / index.divisor() : -1;
    }

    /** @throws IndexOutOfBoundsException if it is no index below {@code size} */
    static int checked(double index, int size, Node user) {
        if (!(0 <= index && index < size)) {
            throw new IndexOutOfBoundsException("index " + index + " of " + size + " in " + user);
        }
        return (int) index;
    }
}
