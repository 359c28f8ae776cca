package dev.adjoint.lower;

import dev.adjoint.check.TypedExpression;
import dev.adjoint.check.ValueType;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sum of what is sent to each index, {@code sum[l](if to[l] == position(p) then v[l] else 0)}: as a scatter it takes one
 * addition for each {@code l}, not a comparison for each {@code l} and {@code p}. Indices are checked where data are bound,
 * so that no {@code l} is sent nowhere.
 *
 * @param target the axis of the positions
 * @param index where each element is sent
 * @param conditions without which it is not
 * @param value what is sent
 */
record Sending(Axis target, TypedExpression index, List<TypedExpression> conditions, TypedExpression value) {

    /** Empty if a reduction is something else. */
    static Optional<Sending> in(TypedExpression.Reduce reduce) {
        boolean isOfChoice = reduce.reduction() == Reduction.SUM
                && reduce.body() instanceof TypedExpression.If choice
                && choice.whenFalse() instanceof TypedExpression.Literal otherwise
                && otherwise.value() == 0;
        return isOfChoice ? in(reduce.axes(), (TypedExpression.If) reduce.body()) : Optional.empty();
    }

    private static Optional<Sending> in(List<Axis> summed, TypedExpression.If choice) {
        List<TypedExpression> conditions = conjuncts(choice.condition());
        for (TypedExpression condition : conditions) {
            if (condition instanceof TypedExpression.Apply equation && equation.primitive() == Primitive.EQ) {
                List<TypedExpression> others = new ArrayList<>(conditions);
                others.remove(condition);
                for (int side = 0; side < 2; side++) {
                    TypedExpression index = equation.operands().get(side);
                    TypedExpression target = equation.operands().get(1 - side);
                    if (target instanceof TypedExpression.Position position
                            && isSent(summed, index, position.axis(), others, choice.whenTrue())) {
                        return Optional.of(new Sending(position.axis(), index, others, choice.whenTrue()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isSent(
            List<Axis> summed,
            TypedExpression index,
            Axis target,
            List<TypedExpression> conditions,
            TypedExpression value) {
        Optional<Dim> counted = ValueType.counted(index.type().kind());
        List<TypedExpression> all = new ArrayList<>(conditions);
        all.add(index);
        all.add(value);
        return counted.filter(target.dim()::equals).isPresent()
                && !(index instanceof TypedExpression.Position)
                && !summed.contains(target)
                && index.type().shape().containsAny(summed)
                && all.stream().noneMatch(e -> e.type().shape().contains(target));
    }

    private static List<TypedExpression> conjuncts(TypedExpression condition) {
        if (!(condition instanceof TypedExpression.Apply and) || and.primitive() != Primitive.AND) {
            return List.of(condition);
        }
        List<TypedExpression> all = new ArrayList<>();
        and.operands().forEach(operand -> all.addAll(conjuncts(operand)));
        return all;
    }
}
