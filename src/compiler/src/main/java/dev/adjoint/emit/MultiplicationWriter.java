package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.plan.Multiplication;
import dev.adjoint.plan.Place;
import java.util.ArrayList;
import java.util.List;

/** Writes calls of the runtime's contraction kernel: every axis with its role, its size and its strides. */
final class MultiplicationWriter {
    private final Extents extents;
    private final Addresses addresses;

    MultiplicationWriter(Extents extents, Addresses addresses) {
        this.extents = extents;
        this.addresses = addresses;
    }

    /**
     * @param kernel the expression for the object that does it
     */
    CodeBlock write(Multiplication step, CodeBlock kernel) {
        Shape result = step.place().shape();
        CodeBlock.Builder code = CodeBlock.builder().add("$L", kernel);
        code.indent().indent();
        for (Axis axis : step.loops()) {
            CodeBlock left = stride(step.left(), axis);
            CodeBlock right = stride(step.right(), axis);
            CodeBlock size = extents.of(axis);
            boolean isLeft = left != null;
            boolean isRight = right != null;
            if (!result.contains(axis)) {
                code.add("\n.summed($L, $L, $L)", size, isLeft ? left : "0", isRight ? right : "0");
            } else if (isLeft && isRight) {
                code.add("\n.batch($L, $L, $L, $L)", size, left, right, stride(result, axis));
            } else if (isLeft) {
                code.add("\n.rows($L, $L, $L)", size, left, stride(result, axis));
            } else {
                code.add("\n.columns($L, $L, $L)", size, right, stride(result, axis));
            }
        }
        CodeBlock offset = addresses.offset(step.place());
        code.add(
                "\n.store($N, $L, $N, $L, $N, $L);\n",
                addresses.array(step.left().array()),
                offset(step.left()),
                addresses.array(step.right().array()),
                offset(step.right()),
                addresses.array(step.place()),
                offset.isEmpty() ? CodeBlock.of("0") : offset);
        return code.unindent().unindent().build();
    }

    /** How far an element lies from the next along an axis of a stored shape. */
    private CodeBlock stride(Shape shape, Axis axis) {
        int position = shape.axes().indexOf(axis);
        return extents.count(new Shape(shape.axes().subList(position + 1, shape.rank())));
    }

    /** The same for a factor; null if it does not vary along the axis. */
    private CodeBlock stride(Multiplication.Factor factor, Axis axis) {
        Shape array = factor.array().shape();
        if (factor.access().isEmpty()) {
            return array.contains(axis) ? stride(array, axis) : null;
        }
        List<CodeBlock> terms = new ArrayList<>();
        for (Axis own : array.axes()) {
            Integer coefficient = index(factor.access().get(), own).terms().get(axis);
            if (coefficient != null) {
                terms.add(scaled(SizeSum.of(coefficient), own, array));
            }
        }
        return terms.isEmpty() ? null : CodeBlock.join(terms, " + ");
    }

    private static Index.Affine index(Access access, Axis axis) {
        return (Index.Affine) access.indices().get(access.axes().indexOf(axis));
    }

    private CodeBlock scaled(SizeSum factor, Axis axis, Shape array) {
        CodeBlock stride = stride(array, axis);
        if (factor.equals(SizeSum.of(1))) {
            return stride;
        }
        CodeBlock count = extents.sum(factor).in(Expression.PRODUCT);
        return stride.toString().equals("1") ? count : CodeBlock.of("$L * $L", count, stride);
    }

    private CodeBlock offset(Multiplication.Factor factor) {
        Place place = factor.array();
        List<CodeBlock> terms = new ArrayList<>();
        CodeBlock start = addresses.offset(place);
        if (!start.isEmpty()) {
            terms.add(start);
        }
        if (factor.access().isPresent()) {
            for (Axis axis : place.shape().axes()) {
                SizeSum constant = index(factor.access().get(), axis).offset();
                if (!constant.equals(SizeSum.of(0))) {
                    terms.add(scaled(constant, axis, place.shape()));
                }
            }
        }
        return terms.isEmpty() ? CodeBlock.of("0") : CodeBlock.join(terms, " + ");
    }
}
