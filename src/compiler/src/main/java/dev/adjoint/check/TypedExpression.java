package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An expression whose names are resolved and whose type is known. Recursion over one is safe: the checker bounds it. */
public sealed interface TypedExpression {
    Span span();

    ValueType type();

    <R> R accept(Visitor<R> visitor);

    record Literal(Span span, double value) implements TypedExpression {
        @Override
        public ValueType type() {
            return ValueType.NUMBER;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code true} or {@code false}. */
    record Truth(Span span, boolean value) implements TypedExpression {
        @Override
        public ValueType type() {
            return new ValueType(Kind.BOOL, Shape.SCALAR);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** An input, target, parameter, {@code let} or output of the model, or a parameter of the function it stands in. */
    record Reference(Span span, ValueType type, String name) implements TypedExpression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The number of indices an axis runs over. */
    record Size(Span span, Axis axis) implements TypedExpression {
        @Override
        public ValueType type() {
            return ValueType.NUMBER;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** An integer that depends on sizes. */
    record SizeValue(Span span, SizeSum size) implements TypedExpression {
        @Override
        public ValueType type() {
            return ValueType.NUMBER;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The index along an axis, as a number. */
    record Position(Span span, Axis axis) implements TypedExpression {
        @Override
        public ValueType type() {
            return ValueType.real(Shape.of(axis));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * Elements picked by index.
     *
     * @param indices by axis of the array; axes without one are kept
     * @param computed what {@link Index.Computed} 1, 2, ... stand for
     * @param open axes whose index may lie outside
     * @param outside the value where one does
     */
    record Access(
            Span span,
            ValueType type,
            TypedExpression array,
            Map<Axis, Index> indices,
            List<TypedExpression> computed,
            List<Axis> open,
            double outside)
            implements TypedExpression {
        public Access {
            indices = Collections.unmodifiableMap(new LinkedHashMap<>(indices));
            computed = List.copyOf(computed);
            open = List.copyOf(open);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * The same value with other names for some of its axes, or with its axes in another order.
     *
     * @param axes new names of axes that the operand may have
     */
    record Rename(Span span, ValueType type, TypedExpression operand, Map<Axis, Axis> axes) implements TypedExpression {
        public Rename {
            axes = Map.copyOf(axes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The same elements under other axes; the last of both varies fastest. */
    record Reshape(Span span, ValueType type, TypedExpression operand, List<Axis> from, List<Axis> to)
            implements TypedExpression {
        public Reshape {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * The first index along an axis at which an expression is largest or smallest.
     *
     * @param extremum {@link Reduction#MAX} or {@link Reduction#MIN}
     */
    record Argument(Span span, ValueType type, Reduction extremum, Axis axis, TypedExpression body)
            implements TypedExpression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A primitive on each element. Binary primitives that fold ({@code and}, {@code or}, {@code min}, {@code max}) may have
     * more than two operands.
     */
    record Apply(Span span, ValueType type, Primitive primitive, List<TypedExpression> operands)
            implements TypedExpression {
        public Apply {
            operands = List.copyOf(operands);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Two or more terms. */
    record Sum(Span span, ValueType type, List<Term> terms) implements TypedExpression {
        public Sum {
            terms = List.copyOf(terms);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Term(boolean negative, TypedExpression value) {}

    /** Two or more factors, worked off from the left; the first never divides. */
    record Product(Span span, ValueType type, List<Factor> factors) implements TypedExpression {
        public Product {
            factors = List.copyOf(factors);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Factor(boolean divides, TypedExpression value) {}

    /** @param axes bound by the reduction; perhaps none */
    record Reduce(Span span, ValueType type, Reduction reduction, List<Axis> axes, TypedExpression body)
            implements TypedExpression {
        public Reduce {
            axes = List.copyOf(axes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record If(Span span, ValueType type, TypedExpression condition, TypedExpression whenTrue, TypedExpression whenFalse)
            implements TypedExpression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * Functions or layers applied in a row. The first takes the arguments; each other one takes what the one before gives
     * in place of the first argument.
     *
     * @param steps at least one
     */
    record Call(Span span, List<TypedExpression> arguments, List<Step> steps) implements TypedExpression {
        public Call {
            arguments = List.copyOf(arguments);
            steps = List.copyOf(steps);
        }

        @Override
        public ValueType type() {
            return steps.get(steps.size() - 1).function().body().type();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * @param place of a layer, the name under which the surrounding body has its parameters
     * @param lent the same of layers that it {@linkplain FunctionInstance#lent uses}, by their places in it
     */
    record Step(FunctionInstance function, String place, Map<String, String> lent) {
        public Step {
            lent = Map.copyOf(lent);
        }
    }

    /** A value with a name, in the body of a function, layer or scan. */
    record Let(String name, TypedExpression value) {}

    /**
     * A recurrence along an axis. Within it values may have that axis, which at each step is at the step's index; its value
     * has the axis if something is emitted.
     *
     * @param definitions each after those it refers to
     * @param next one for each carry
     * @param emitted in which carries are their next values; empty if the value is the first carry after the last step
     */
    record Scan(
            Span span,
            ValueType type,
            Axis axis,
            boolean isReverse,
            List<Carry> carries,
            List<Let> definitions,
            List<TypedExpression> next,
            Optional<TypedExpression> emitted)
            implements TypedExpression {
        public Scan {
            carries = List.copyOf(carries);
            definitions = List.copyOf(definitions);
            next = List.copyOf(next);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** @param type all axes that any of its values has */
    record Carry(String name, ValueType type, TypedExpression initial) {}

    /**
     * A derivative as a value. Its axes are those of {@code of}, then, unless there is a direction, those of {@code by} that
     * are not in {@code along}, under names of their own.
     *
     * @param direction for a derivative along a direction
     * @param along axes of both that the derivative has once
     * @param byAxes names of the other axes of {@code by}
     */
    record Derivative(
            Span span,
            ValueType type,
            TypedExpression of,
            TypedExpression by,
            Optional<TypedExpression> direction,
            List<Axis> along,
            List<Axis> byAxes)
            implements TypedExpression {
        public Derivative {
            along = List.copyOf(along);
            byAxes = List.copyOf(byAxes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Whether a training step is computed. */
    record Training(Span span) implements TypedExpression {
        @Override
        public ValueType type() {
            return new ValueType(Kind.BOOL, Shape.SCALAR);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Something that was reported. Fits everywhere, so that one mistake gives one message; never part of a typed model. */
    record Broken(Span span) implements TypedExpression {
        @Override
        public ValueType type() {
            return ValueType.NUMBER;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            throw new IllegalStateException("an expression with an error in it left the checker: " + span);
        }
    }

    /** One case for each kind of expression. */
    interface Visitor<R> {
        R visit(Literal literal);

        R visit(Truth truth);

        R visit(Reference reference);

        R visit(Size size);

        R visit(SizeValue size);

        R visit(Position position);

        R visit(Access access);

        R visit(Rename rename);

        R visit(Reshape reshape);

        R visit(Argument argument);

        R visit(Apply apply);

        R visit(Sum sum);

        R visit(Product product);

        R visit(Reduce reduce);

        R visit(If choice);

        R visit(Call call);

        R visit(Scan scan);

        R visit(Derivative derivative);

        R visit(Training training);
    }
}
