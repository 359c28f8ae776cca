package dev.adjoint.print;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which axis of a table is its first, where it is read as a matrix. Parameters are as declared. Samples are rows, as data
 * files have them; or columns, as in textbooks that write {@code W x + b}.
 */
final class Orientation {
    private final boolean samplesAreColumns;
    private final Map<Node, List<Axis>> declared = new HashMap<>();

    /**
     * @param nodes operands first
     * @param declared the axes of nodes that stand beside something declared, such as the gradient by a parameter
     */
    Orientation(boolean samplesAreColumns, List<Node> nodes, Map<Node, List<Axis>> declared) {
        this.samplesAreColumns = samplesAreColumns;
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            List<Axis> axes = declared.getOrDefault(node, this.declared.get(node));
            if (axes != null && isTable(axes) && node.shape().rank() == axes.size()) {
                this.declared.put(node, axes);
                // What is pointwise passes its order on to what has the same axes.
                if (node instanceof Apply || node instanceof Select) {
                    node.operands().stream()
                            .filter(operand -> !(operand instanceof Variable) && !(operand instanceof Constant))
                            .filter(operand -> operand.shape().rank() == axes.size())
                            .forEach(operand -> this.declared.put(operand, axes));
                }
            }
        }
    }

    /** Samples are rows, and nothing is declared beside parameters. */
    static Orientation rows() {
        return new Orientation(false, List.of(), Map.of());
    }

    /** With samples, how a table lies is a matter of the orientation alone. */
    private static boolean isTable(List<Axis> axes) {
        return axes.size() == 2 && axes.stream().allMatch(axis -> axis.dim().isFixed());
    }

    /** The axes of a product of values, in the order in which the reader thinks of them. */
    List<Axis> axes(List<Node> factors) {
        if (factors.size() == 1) {
            return axes(factors.get(0));
        }
        Shape shape = factors.stream().map(Node::shape).reduce(Shape.SCALAR, Shape::union);
        return sorted(shape.axes());
    }

    private List<Axis> axes(Node node) {
        if (declared.containsKey(node)) {
            return declared.get(node);
        }
        if (node instanceof Variable variable) {
            boolean isFlipped = samplesAreColumns && variable.role() != Role.PARAMETER;
            return isFlipped
                    ? sorted(variable.shape().axes())
                    : variable.shape().axes();
        }
        if (node instanceof Access access && access.isRenaming()) {
            return axes(access.array()).stream()
                    .map(axis -> renamed(access, axis))
                    .toList();
        }
        return sorted(node.shape().axes());
    }

    /** Axes that the data decide are those of samples. */
    private List<Axis> sorted(List<Axis> axes) {
        return axes.stream()
                .sorted(Comparator.comparing((Axis axis) -> axis.dim().isFixed() != samplesAreColumns))
                .toList();
    }

    private static Axis renamed(Access access, Axis axis) {
        Index.Affine index = (Index.Affine) access.indices().get(access.axes().indexOf(axis));
        return index.terms().keySet().iterator().next();
    }
}
