package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Shape;
import dev.adjoint.source.Span;
import java.util.List;
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

    record Call(Span span, FunctionInstance function, List<TypedExpression> arguments) implements TypedExpression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public ValueType type() {
            return function.body().type();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

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

    /** Something that was reported. Fits everywhere, so that one mistake gives one message; never part of a typed model. */
    record Broken(Span span) implements TypedExpression {
        @Override
        public ValueType type() {
            return new ValueType(ElementType.REAL, Shape.SCALAR);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            throw new IllegalStateException("an expression with an error in it left the checker: " + span);
        }
    }

    /** One case for each kind of expression. */
    interface Visitor<R> {
        R visit(Literal literal);

        R visit(Reference reference);

        R visit(Size size);

        R visit(Apply apply);

        R visit(Sum sum);

        R visit(Product product);

        R visit(Reduce reduce);

        R visit(If choice);

        R visit(Call call);

        R visit(Derivative derivative);
    }
}
