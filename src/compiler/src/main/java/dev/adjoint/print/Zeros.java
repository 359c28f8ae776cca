package dev.adjoint.print;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Select;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells whether a value is zero wherever a condition does not hold, by its structure, so that the condition need not be
 * written. Conditions that keep untaken branches from leaking into derivatives are of that kind: "some element that is
 * read here is taken", around a sum over just those.
 */
final class Zeros {
    /** Deeper than guards are nested in practice; what is not found within is taken to be needed. */
    private static final int DEEPEST = 24;

    private final Map<Question, Boolean> known = new HashMap<>();

    private record Question(Node value, Node condition) {}

    /** Whether {@code value} is surely 0 where {@code condition} is false. */
    boolean unless(Node value, Node condition) {
        return unless(value, condition, DEEPEST);
    }

    private boolean unless(Node value, Node condition, int depth) {
        if (depth == 0) {
            return false;
        }
        Question question = new Question(value, condition);
        Boolean answer = known.get(question);
        if (answer == null) {
            answer = find(value, condition, depth - 1);
            known.put(question, answer);
        }
        return answer;
    }

    private boolean find(Node value, Node condition, int depth) {
        if (value.isConstant(0)) {
            return true;
        }
        if (condition.is(Primitive.AND)) {
            return unless(value, condition.operand(0), depth) && unless(value, condition.operand(1), depth);
        }
        if (isTold(value, condition, depth)) {
            return true;
        }
        return condition.is(Primitive.GT)
                && condition.operand(1).isConstant(0)
                && vanishesWith(value, condition.operand(0), depth);
    }

    /** Whether a part of the value that it is zero with is zero unless the condition holds. */
    private boolean isTold(Node value, Node condition, int depth) {
        if (value instanceof Select select && select.whenFalse().isConstant(0)) {
            return Reading.conjuncts(select.condition()).contains(condition)
                    || unless(select.whenTrue(), condition, depth);
        }
        if (value.is(Primitive.MUL)) {
            return value.operands().stream().anyMatch(factor -> unless(factor, condition, depth));
        }
        if (value.is(Primitive.ADD)) {
            return value.operands().stream().allMatch(addend -> unless(addend, condition, depth));
        }
        if (value instanceof Reshape reshape) {
            return !condition.shape().containsAny(reshape.to())
                    && !condition.shape().containsAny(reshape.from())
                    && unless(reshape.operand(0), condition, depth);
        }
        if (value instanceof Access access) {
            return movesApartFrom(access, condition) && unless(access.array(), condition, depth);
        }
        return value instanceof Reduce reduce
                && reduce.reduction() == Reduction.SUM
                && !condition.shape().containsAny(reduce.axes())
                && unless(reduce.body(), condition, depth);
    }

    /** Whether the condition is the same wherever the access reads. */
    private static boolean movesApartFrom(Access access, Node condition) {
        for (int k = 0; k < access.axes().size(); k++) {
            Axis axis = access.axes().get(k);
            boolean isKept = access.indices().get(k).equals(Index.of(axis));
            if (!isKept && condition.shape().contains(axis)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the value is 0 wherever {@code sign}, which is never negative, is 0. */
    private boolean vanishesWith(Node value, Node sign, int depth) {
        if (depth == 0) {
            return false;
        }
        if (sign instanceof Constant c) {
            return c.value() > 0;
        }
        if (sign instanceof Select select && select.whenFalse().isConstant(0)) {
            return unless(value, select.condition(), depth) && vanishesWith(value, select.whenTrue(), depth - 1);
        }
        if (value.is(Primitive.MUL)) {
            return value.operands().stream().anyMatch(factor -> vanishesWith(factor, sign, depth - 1));
        }
        if (value.is(Primitive.ADD)) {
            return value.operands().stream().allMatch(addend -> vanishesWith(addend, sign, depth - 1));
        }
        if (value instanceof Select select && select.whenFalse().isConstant(0)) {
            return vanishesWith(select.whenTrue(), sign, depth - 1);
        }
        return alike(value, sign, depth - 1);
    }

    private boolean alike(Node value, Node sign, int depth) {
        if (value instanceof Reduce sum && sum.reduction() == Reduction.SUM) {
            if (!sign.shape().containsAny(sum.axes()) && vanishesWith(sum.body(), sign, depth)) {
                return true;
            }
            // What reduces several signs is 0 only if all are.
            return sign instanceof Reduce any
                    && isNonNegative(any.body(), depth)
                    && sum.axes().containsAll(any.axes())
                    && !any.shape().containsAny(sum.axes())
                    && vanishesWith(sum.body(), any.body(), depth);
        }
        if (value instanceof Access read && sign instanceof Access other) {
            return isSamePlace(read, other) && vanishesWith(read.array(), other.array(), depth);
        }
        return value instanceof Reshape a
                && sign instanceof Reshape b
                && a.from().equals(b.from())
                && a.to().equals(b.to())
                && vanishesWith(a.operand(0), b.operand(0), depth);
    }

    private static boolean isNonNegative(Node sign, int depth) {
        if (depth == 0) {
            return false;
        }
        if (sign instanceof Constant c) {
            return c.value() >= 0;
        }
        boolean passesOn = sign instanceof Select select && select.whenFalse().isConstant(0)
                || sign instanceof Reduce
                || sign instanceof Reshape
                || sign instanceof Access;
        Node inner = sign instanceof Select select ? select.whenTrue() : passesOn ? sign.operand(0) : null;
        return passesOn && isNonNegative(inner, depth - 1);
    }

    /** Whether both read at the same indices; along axes that only the first has, anywhere. */
    private static boolean isSamePlace(Access read, Access other) {
        for (Axis axis : other.axes()) {
            int k = read.axes().indexOf(axis);
            if (k < 0
                    || !read.indices()
                            .get(k)
                            .equals(other.indices().get(other.axes().indexOf(axis)))) {
                return false;
            }
            if (read.indices().get(k) instanceof Index.Computed) {
                return false;
            }
        }
        return true;
    }
}
