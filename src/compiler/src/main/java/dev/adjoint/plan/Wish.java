package dev.adjoint.plan;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How the elements of an operand must lie in memory for one that reads it there, rather than along its own loops. */
sealed interface Wish {
    /** Whether a value stored in that order of axes will do. */
    boolean isMetBy(Shape layout);

    /** Any order will do. */
    record Anyhow() implements Wish {
        @Override
        public boolean isMetBy(Shape layout) {
            return true;
        }
    }

    /** These axes in this order; the value is spread along those it lacks. */
    record Exactly(Shape shape) implements Wish {
        @Override
        public boolean isMetBy(Shape layout) {
            return layout.equals(shape);
        }
    }

    /** These axes side by side, in this order. */
    record Together(List<Axis> axes) implements Wish {
        @Override
        public boolean isMetBy(Shape layout) {
            return Collections.indexOfSubList(layout.axes(), axes) >= 0;
        }

        /** The layout that gathers them behind the other axes of a value. */
        Shape gathered(Shape rest) {
            List<Axis> all = new ArrayList<>(rest.minus(axes).axes());
            all.addAll(axes);
            return new Shape(all);
        }
    }

    /** What a node wishes of one of its {@linkplain Inputs inputs}; null for one that it reads along its own loops. */
    static Wish of(Node user, int position) {
        Node operand = Inputs.of(user).get(position);
        if (user instanceof Access) {
            return position == 0 && !operand.shape().isScalar() ? new Anyhow() : null;
        }
        if (user instanceof Reduce) {
            return Contraction.of(user) == null ? null : new Anyhow();
        }
        if (user instanceof Reshape reshape) {
            return new Together(reshape.from());
        }
        if (user instanceof Call call) {
            return new Exactly(call.lambda().formals().get(position).shape());
        }
        if (user instanceof Scan scan) {
            Variable formal = scan.step().formals().get(position);
            boolean isSequence = position >= scan.carries() && position < scan.carries() + scan.sequences();
            boolean moves = isSequence && operand.shape().contains(scan.axis());
            return new Exactly(moves ? Shape.of(scan.axis()).union(formal.shape()) : formal.shape());
        }
        return null;
    }
}
