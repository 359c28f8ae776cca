package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.SizeSum;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Writes index arithmetic: where an element lies, and whether an affine index lies inside of its axis. What inner loops do
 * not change is a local of an outer one.
 */
final class Subscripts {
    private final Extents extents;
    private final Loops loops;

    Subscripts(Extents extents, Loops loops) {
        this.extents = extents;
        this.loops = loops;
    }

    /**
     * An index along one axis.
     *
     * @param axes the index variables it depends on
     * @param isMovable whether it can be computed anywhere those are known
     */
    record Subscript(Expression value, Set<Axis> axes, boolean isMovable) {}

    /** The index of the loop over an axis. */
    Subscript of(Axis axis) {
        String index = loops.index(axis)
                .orElseThrow(() -> new IllegalStateException("emit: no loop over " + axis + " in " + loops.indices()));
        return new Subscript(Expression.primary("$N", index), Set.of(axis), true);
    }

    /** An index that is computed where it is used. */
    Subscript computed(CodeBlock value) {
        return new Subscript(Expression.primary("$L", value), Set.of(), false);
    }

    /** An affine index. */
    Subscript of(Index.Affine index) {
        Expression numerator = numerator(index);
        Set<Axis> axes = index.terms().keySet();
        if (index.divisor() == 1) {
            return new Subscript(numerator, axes, true);
        }
        CodeBlock code = CodeBlock.of("$L / $L", numerator.in(Expression.PRODUCT), index.divisor());
        return new Subscript(Expression.of(Expression.PRODUCT, code), axes, true);
    }

    /**
     * An affine index that may lie outside of an axis.
     *
     * @param conditions receives what must hold for it to lie inside
     */
    Subscript inside(Index.Affine index, Axis axis, List<CodeBlock> conditions) {
        Expression numerator = numerator(index);
        Set<Axis> axes = index.terms().keySet();
        int depth = loops.depth(axes);
        if (numerator.precedence() < Expression.PRIMARY && depth > 0) {
            numerator = Expression.primary("$N", loops.local(depth, "at", numerator.code()));
        }
        if (!isNeverNegative(index)) {
            conditions.add(CodeBlock.of("$L >= 0", numerator.in(Expression.SUM)));
        }
        if (!isNeverBeyond(index, axis)) {
            CodeBlock size = extents.of(axis);
            CodeBlock bound = index.divisor() == 1 ? size : CodeBlock.of("$L * $L", index.divisor(), size);
            conditions.add(CodeBlock.of("$L < $L", numerator.in(Expression.SUM), bound));
        }
        if (index.divisor() == 1) {
            return new Subscript(numerator, axes, true);
        }
        conditions.add(CodeBlock.of("$L % $L == 0", numerator.in(Expression.PRODUCT + 1), index.divisor()));
        CodeBlock quotient = CodeBlock.of("$L / $L", numerator.in(Expression.PRODUCT), index.divisor());
        return new Subscript(Expression.of(Expression.PRODUCT, quotient), axes, true);
    }

    /**
     * The position in an array: {@code offset + (i * 3 + j) * 4 + k}.
     *
     * @param offset of the array's first element; empty if that is 0
     * @param axes the array's, in storage order
     * @param subscripts one for each
     */
    CodeBlock position(CodeBlock offset, List<Axis> axes, List<Subscript> subscripts) {
        if (axes.isEmpty()) {
            return offset.isEmpty() ? CodeBlock.of("0") : offset;
        }
        int last = axes.size() - 1;
        Subscript inner = subscripts.get(last);
        if (last == 0) {
            return sum(offset, inner.value());
        }
        Expression outer = subscripts.get(0).value();
        for (int i = 1; i < last; i++) {
            outer = scaled(outer, axes.get(i), subscripts.get(i).value());
        }
        Set<Axis> outerAxes = new java.util.HashSet<>();
        boolean isMovable = true;
        for (Subscript subscript : subscripts.subList(0, last)) {
            outerAxes.addAll(subscript.axes());
            isMovable &= subscript.isMovable();
        }
        int depth = loops.depth(outerAxes);
        boolean isSimple = last == 1 && offset.isEmpty() && outer.precedence() == Expression.PRIMARY;
        if (isMovable && !isSimple && depth > 0 && depth < loops.depth()) {
            CodeBlock row = sum(offset, times(outer, axes.get(last)));
            return sum(CodeBlock.of("$N", loops.local(depth, "row", row)), inner.value());
        }
        return sum(offset, scaled(outer, axes.get(last), inner.value()));
    }

    /** {@code (left) * size + right}. */
    private Expression scaled(Expression left, Axis axis, Expression right) {
        if (isZero(left)) {
            return right;
        }
        Expression product = times(left, axis);
        if (isZero(right)) {
            return product;
        }
        return Expression.of(Expression.SUM, CodeBlock.of("$L + $L", product.code(), right.in(Expression.SUM)));
    }

    private Expression times(Expression left, Axis axis) {
        if (axis.dim().size().equals(OptionalInt.of(1)) || isZero(left)) {
            return left;
        }
        if (left.code().toString().equals("1")) {
            return extents.of(axis.dim());
        }
        return Expression.of(
                Expression.PRODUCT, CodeBlock.of("$L * $L", left.in(Expression.PRODUCT), extents.of(axis)));
    }

    private static CodeBlock sum(CodeBlock offset, Expression rest) {
        if (offset.isEmpty()) {
            return rest.code();
        }
        return isZero(rest) ? offset : CodeBlock.of("$L + $L", offset, rest.in(Expression.SUM));
    }

    private static boolean isZero(Expression expression) {
        return expression.code().toString().equals("0");
    }

    private Expression numerator(Index.Affine index) {
        CodeBlock.Builder code = CodeBlock.builder();
        int terms = 0;
        int precedence = Expression.PRIMARY;
        for (boolean negative : new boolean[] {false, true}) {
            if (negative && isPositive(index.offset())) {
                terms += offset(code, terms, index.offset());
            }
            for (Map.Entry<Axis, Integer> term : index.terms().entrySet()) {
                if (term.getValue() < 0 == negative) {
                    int factor = Math.abs(term.getValue());
                    String sign = terms == 0 ? (negative ? "-" : "") : negative ? " - " : " + ";
                    code.add(
                            "$L$L$L",
                            sign,
                            factor == 1 ? "" : factor + " * ",
                            of(term.getKey()).value().code());
                    precedence = factor == 1 && !negative ? precedence : Expression.PRODUCT;
                    terms++;
                }
            }
        }
        if (!isPositive(index.offset())) {
            terms += offset(code, terms, index.offset());
        }
        if (terms == 0) {
            code.add("0");
        }
        return new Expression(code.build(), terms > 1 ? Expression.SUM : precedence, true);
    }

    private static boolean isPositive(SizeSum sum) {
        return !sum.equals(SizeSum.of(0)) && Extents.isNeverNegative(sum);
    }

    private int offset(CodeBlock.Builder code, int terms, SizeSum offset) {
        if (offset.equals(SizeSum.of(0))) {
            return 0;
        }
        if (terms == 0) {
            Expression sum = extents.sum(offset);
            code.add(sum.code());
            return sum.precedence() == Expression.PRIMARY ? 1 : 2;
        }
        boolean isNumber = offset.isConstant() && offset.constant() < 0;
        Expression size = extents.sum(isNumber ? offset.times(-1) : offset);
        boolean startsNegative = size.code().toString().startsWith("-");
        code.add(isNumber ? " - $L" : startsNegative ? " + ($L)" : " + $L", size.code());
        return 1;
    }

    private static boolean isNeverNegative(Index.Affine index) {
        OptionalInt least = extreme(index, true);
        return least.isPresent() && least.getAsInt() >= 0;
    }

    private static boolean isNeverBeyond(Index.Affine index, Axis axis) {
        if (index.isVariable() && index.terms().keySet().iterator().next().dim().equals(axis.dim())) {
            return true;
        }
        OptionalInt most = extreme(index, false);
        return most.isPresent()
                && axis.dim().size().isPresent()
                && most.getAsInt() < index.divisor() * axis.dim().size().getAsInt();
    }

    /** A bound of the numerator, if the fixed sizes give one. */
    private static OptionalInt extreme(Index.Affine index, boolean least) {
        SizeSum offset = index.offset();
        if (!offset.isConstant() && !(least && Extents.isNeverNegative(offset))) {
            return OptionalInt.empty();
        }
        int sum = offset.constant();
        for (Map.Entry<Axis, Integer> term : index.terms().entrySet()) {
            boolean isAtZero = term.getValue() > 0 == least;
            if (!isAtZero && !term.getKey().dim().isFixed()) {
                return OptionalInt.empty();
            }
            sum += isAtZero
                    ? 0
                    : term.getValue() * Math.max(0, term.getKey().dim().size().getAsInt() - 1);
        }
        return OptionalInt.of(sum);
    }
}
