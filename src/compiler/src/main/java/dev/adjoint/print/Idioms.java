package dev.adjoint.print;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Select;
import java.util.Optional;

/** Formulas that everybody knows by a name. The names are those of the language's own functions. */
final class Idioms {
    private Idioms() {}

    /** Of {@code if x > 0 then x else 0}, x. */
    static Optional<Node> relu(Select node) {
        Node condition = node.condition();
        boolean isRelu = condition.is(Primitive.GT)
                && condition.operand(1).isConstant(0)
                && condition.operand(0) == node.whenTrue()
                && node.whenFalse().isConstant(0);
        return isRelu ? Optional.of(node.whenTrue()) : Optional.empty();
    }

    /** {@code x - logsumexp[k](x)}: the reduction in it. */
    static Optional<Reduce> logSoftmax(Node node) {
        if (!node.is(Primitive.ADD) || node.operands().size() != 2) {
            return Optional.empty();
        }
        return logSoftmax(node.operand(0), node.operand(1)).or(() -> logSoftmax(node.operand(1), node.operand(0)));
    }

    private static Optional<Reduce> logSoftmax(Node x, Node negative) {
        boolean isNegative = negative.is(Primitive.MUL)
                && negative.operands().size() == 2
                && negative.operand(0).isConstant(-1);
        return isNegative
                        && negative.operand(1) instanceof Reduce reduce
                        && reduce.reduction() == Reduction.LOGSUMEXP
                        && reduce.body() == x
                ? Optional.of(reduce)
                : Optional.empty();
    }

    /** Where a label is compared with every class: 1 for that class and 0 for the others. */
    record OneHot(Node label, Axis axis) {
        static Optional<OneHot> of(Select node) {
            boolean isChoice = node.condition().is(Primitive.EQ)
                    && node.whenTrue().isConstant(1)
                    && node.whenFalse().isConstant(0);
            if (!isChoice) {
                return Optional.empty();
            }
            Node a = node.condition().operand(0);
            Node b = node.condition().operand(1);
            return b instanceof Position position
                    ? of(a, position)
                    : a instanceof Position p ? of(b, p) : Optional.empty();
        }

        private static Optional<OneHot> of(Node label, Position position) {
            boolean isLabel = !(label instanceof Position) && !label.shape().contains(position.axis());
            boolean isOfDim =
                    position.axis().name().equals(position.axis().dim().name());
            return isLabel && isOfDim ? Optional.of(new OneHot(label, position.axis())) : Optional.empty();
        }
    }

    /** Of {@code cosh(x)^-2}, the derivative of tanh, x. */
    static Optional<Node> tanhSlope(Node node) {
        boolean isSlope = node.is(Primitive.POW)
                && node.operand(0).is(Primitive.COSH)
                && node.operand(1).isConstant(-2);
        return isSlope ? Optional.of(node.operand(0).operand(0)) : Optional.empty();
    }
}
