package dev.adjoint.plan;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/** Values that are the memory of their operand under other axes: reshapes, and accesses that only rename. */
final class Alias {
    private Alias() {}

    static boolean is(Node node) {
        return node instanceof Reshape || node instanceof Access access && access.isRenaming();
    }

    /** How an alias lies in the memory of an operand that is stored so, with the reshaped axes side by side. */
    static Shape of(Node alias, Shape operand) {
        if (alias instanceof Reshape reshape) {
            return replaced(operand, reshape.from(), reshape.to());
        }
        Access access = (Access) alias;
        List<Axis> axes = new ArrayList<>();
        for (Axis axis : operand.axes()) {
            int position = access.axes().indexOf(axis);
            axes.add(variable(access.indices().get(position)));
        }
        return new Shape(axes);
    }

    /** How the operand must lie for the alias to lie so; null if that cannot be. */
    static Shape operand(Node alias, Shape layout) {
        if (alias instanceof Reshape reshape) {
            return reshape.to().isEmpty() || !reshape.operand(0).shape().containsAll(reshape.from())
                    ? null
                    : replaced(layout, reshape.to(), reshape.from());
        }
        Access access = (Access) alias;
        List<Axis> axes = new ArrayList<>(layout.axes());
        for (int i = 0; i < access.axes().size(); i++) {
            int position = layout.axes().indexOf(variable(access.indices().get(i)));
            if (position >= 0) {
                axes.set(position, access.axes().get(i));
            }
        }
        return isDistinct(axes) ? new Shape(axes) : null;
    }

    private static Axis variable(Index index) {
        return ((Index.Affine) index).terms().keySet().iterator().next();
    }

    private static Shape replaced(Shape layout, List<Axis> from, List<Axis> to) {
        int start = Collections.indexOfSubList(layout.axes(), from);
        if (start < 0) {
            return null;
        }
        List<Axis> axes = new ArrayList<>(layout.axes().subList(0, start));
        axes.addAll(to);
        axes.addAll(layout.axes().subList(start + from.size(), layout.rank()));
        return isDistinct(axes) ? new Shape(axes) : null;
    }

    private static boolean isDistinct(List<Axis> axes) {
        return new HashSet<>(axes).size() == axes.size();
    }
}
