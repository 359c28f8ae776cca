package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes numbers of elements. Sizes that are computed from others become locals at the top of a method, or, where there is
 * no such place, are written out.
 */
final class Extents {
    private final ModelNames model;
    private final boolean areLocals;
    private final Set<Dim> declared = new HashSet<>();
    private final CodeBlock.Builder declarations = CodeBlock.builder();

    private Extents(ModelNames model, boolean areLocals) {
        this.model = model;
        this.areLocals = areLocals;
    }

    /** For one method, which must start with {@link #declarations}. */
    static Extents inMethod(ModelNames model) {
        return new Extents(model, true);
    }

    static Extents writtenOut(ModelNames model) {
        return new Extents(model, false);
    }

    /** The locals that what was written so far refers to. */
    CodeBlock declarations() {
        return declarations.build();
    }

    /** The number of elements along an axis. */
    CodeBlock of(Axis axis) {
        return of(axis.dim()).in(Expression.PRODUCT + 1);
    }

    Expression of(Dim dim) {
        if (dim.extent() instanceof Extent.Fixed fixed) {
            return Expression.primary("$L", fixed.size());
        }
        if (dim.extent() instanceof Extent.Derived derived) {
            if (!areLocals) {
                return floor(derived);
            }
            if (declared.add(dim)) {
                CodeBlock size = floor(derived).code();
                declarations.addStatement("int $N = $L", model.dim(dim), size);
            }
        }
        return Expression.primary("$N", model.dim(dim));
    }

    /** The number of elements of a shape. */
    CodeBlock count(Shape shape) {
        long fixed = 1;
        List<CodeBlock> factors = new ArrayList<>();
        for (Axis axis : shape.axes()) {
            if (axis.dim().isFixed()) {
                fixed = Math.multiplyExact(fixed, axis.dim().size().getAsInt());
            } else {
                factors.add(of(axis));
            }
        }
        if (fixed != 1 || factors.isEmpty()) {
            factors.add(CodeBlock.of("$L", Math.toIntExact(fixed)));
        }
        return CodeBlock.join(factors, " * ");
    }

    /** {@code 2 * h + n * k - 1}. */
    Expression sum(SizeSum sum) {
        List<CodeBlock> terms = new ArrayList<>();
        int terms0 = sum.terms().size();
        for (Map.Entry<List<Dim>, Integer> term : sum.terms().entrySet()) {
            List<CodeBlock> factors = new ArrayList<>();
            int size = Math.abs(term.getValue());
            if (size != 1) {
                factors.add(CodeBlock.of("$L", size));
            }
            term.getKey().forEach(dim -> factors.add(of(dim).in(Expression.PRODUCT + 1)));
            terms.add(signed(terms.isEmpty(), term.getValue() < 0, CodeBlock.join(factors, " * ")));
        }
        if (sum.constant() != 0 || terms0 == 0) {
            terms.add(signed(terms.isEmpty(), sum.constant() < 0, CodeBlock.of("$L", Math.abs(sum.constant()))));
        }
        boolean isOneTerm = terms.size() == 1;
        boolean isNumber = terms0 == 0 && sum.constant() >= 0;
        int precedence = isNumber ? Expression.PRIMARY : isOneTerm ? Expression.PRODUCT : Expression.SUM;
        return new Expression(CodeBlock.join(terms, " "), precedence, true);
    }

    private static CodeBlock signed(boolean isFirst, boolean isNegative, CodeBlock term) {
        if (isFirst) {
            return isNegative ? CodeBlock.of("-$L", term) : term;
        }
        return CodeBlock.of(isNegative ? "- $L" : "+ $L", term);
    }

    private Expression floor(Extent.Derived derived) {
        Expression numerator = sum(derived.numerator());
        int divisor = derived.divisor();
        if (isNeverNegative(derived.numerator())) {
            return divisor == 1
                    ? numerator
                    : Expression.of(
                            Expression.PRODUCT, CodeBlock.of("$L / $L", numerator.in(Expression.PRODUCT), divisor));
        }
        CodeBlock quotient = divisor == 1
                ? numerator.code()
                : CodeBlock.of("$T.floorDiv($L, $L)", Math.class, numerator.code(), divisor);
        return Expression.primary("$T.max(0, $L)", Math.class, quotient);
    }

    static boolean isNeverNegative(SizeSum sum) {
        return sum.constant() >= 0 && sum.terms().values().stream().allMatch(factor -> factor > 0);
    }
}
