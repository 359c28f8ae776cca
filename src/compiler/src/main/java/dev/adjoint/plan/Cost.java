package dev.adjoint.plan;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.JavaForm;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Select;

/** Rough costs: what is worth saving, and how much code a value takes. */
final class Cost {
    /**
     * What a step of a kernel may cost beyond its computation once a model is cut into methods: fetching an array and
     * storing an element that a later method reads.
     */
    static final int STORE = 24;

    private Cost() {}

    /** Whether computing the value again costs about as little as reading it from memory. */
    static boolean isCheap(Node node) {
        boolean isFound = node instanceof Access || node instanceof Reshape || node instanceof Position;
        if (isFound || node instanceof Select || node.type() == ElementType.BOOL) {
            return true;
        }
        // A division or root done once in a pass does not count.
        if (node.shape().isScalar() && (node.is(Primitive.DIV) || node.is(Primitive.POW))) {
            return node.operand(1) instanceof Constant || node.is(Primitive.DIV);
        }
        return node instanceof Apply apply
                && switch (apply.primitive()) {
                    case ADD, SUB, MUL, NEG, ABS, SIGN, MAX, MIN -> true;
                    case POW -> apply.operand(1).isConstant(2);
                    default -> false;
                };
    }

    /** How often the code of an application names its operand at that position. */
    static int mentions(Node user, int position) {
        boolean power = user.is(Primitive.POW) && position == 0 && user.operand(1) instanceof Constant;
        return power && !user.operand(1).isConstant(-1) && !user.operand(1).isConstant(0.5) ? 2 : 1;
    }

    /** Estimated bytecode of what an action does with values that are at hand. */
    static int bytes(Action action) {
        if (action instanceof Action.Run run) {
            boolean isCall = !(run.node() instanceof Reduce);
            return isCall
                    ? 32 + 8 * run.node().operands().size()
                    : 60 + 20 * run.node().operand(0).shape().rank();
        }
        return action instanceof Action.Spread spread
                ? 8 + 16 * spread.scatter().targets().size()
                : 8;
    }

    /** Estimated bytecode of the operation alone, or of reading a leaf. */
    static int bytes(Node node) {
        if (node instanceof Apply apply) {
            if (apply.primitive().java() instanceof JavaForm.Infix infix) {
                return infix.precedence() >= 11 ? node.operands().size() - 1 : 8;
            }
            return apply.primitive().java() instanceof JavaForm.Power ? 16 : 4;
        }
        if (node instanceof Select) {
            return 8;
        }
        if (node instanceof Constant || node instanceof AxisSize || node instanceof Position) {
            return 4;
        }
        if (node instanceof Access access) {
            return (access.isTotal() ? 12 : 30) * access.axes().size();
        }
        return 4 + 8 * node.shape().rank();
    }
}
