package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.syntax.Ast;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An index as a sum of index variables, each times an integer, and a size: {@code 2*i + r - 1}, {@code time - 1 - t}.
 *
 * @param <V> what index variables are
 * @param terms the factor, never 0, of each variable
 * @param offset the rest
 */
record AffineIndex<V>(Map<V, Integer> terms, Quotient offset) {
    /** What names in an index stand for. */
    interface Names<V> {
        /** @param alone whether the index is that name and nothing else */
        Optional<V> variable(String name, boolean alone);

        /** The dim of which the name gives the size. */
        Optional<Dim> dim(String name);
    }

    /** Empty if the expression is no such sum, or one with numbers too large. */
    static <V> Optional<AffineIndex<V>> of(Ast.Expression expression, Names<V> names) {
        if (expression instanceof Ast.Reference reference) {
            Optional<V> variable = names.variable(reference.name(), true);
            if (variable.isPresent()) {
                return variable.map(v -> new AffineIndex<>(Map.of(v, 1), size(0)));
            }
        }
        try {
            return part(expression, names);
        } catch (ArithmeticException overflow) {
            return Optional.empty();
        }
    }

    /** The variable if it is nothing else. */
    Optional<V> variable() {
        boolean alone = terms.size() == 1 && terms.containsValue(1) && offset.equals(size(0));
        return alone ? Optional.of(terms.keySet().iterator().next()) : Optional.empty();
    }

    private static <V> Optional<AffineIndex<V>> part(Ast.Expression expression, Names<V> names) {
        if (expression instanceof Ast.Reference reference) {
            Optional<V> variable = names.variable(reference.name(), false);
            return variable.isPresent()
                    ? variable.map(v -> new AffineIndex<>(Map.of(v, 1), size(0)))
                    : names.dim(reference.name()).map(dim -> constant(Quotient.of(SizeSum.of(dim))));
        }
        if (expression instanceof Ast.Literal literal) {
            boolean whole = literal.value() == Math.rint(literal.value()) && literal.value() <= Integer.MAX_VALUE;
            return whole ? Optional.of(constant(size((int) literal.value()))) : Optional.empty();
        }
        if (expression instanceof Ast.Signed signed) {
            return part(signed.operand(), names).map(p -> signed.negative() ? p.times(-1) : p);
        }
        if (expression instanceof Ast.Sum sum) {
            return sum(sum, names);
        }
        return expression instanceof Ast.Product product ? product(product, names) : Optional.empty();
    }

    private static <V> Optional<AffineIndex<V>> sum(Ast.Sum sum, Names<V> names) {
        AffineIndex<V> total = constant(size(0));
        for (Ast.Term term : sum.terms()) {
            Optional<AffineIndex<V>> value = part(term.value(), names);
            if (value.isEmpty()) {
                return value;
            }
            total = total.plus(term.negative() ? value.get().times(-1) : value.get());
        }
        return Optional.of(total);
    }

    private static <V> Optional<AffineIndex<V>> product(Ast.Product product, Names<V> names) {
        Optional<AffineIndex<V>> total = Optional.of(constant(size(1)));
        for (Ast.Factor factor : product.factors()) {
            Optional<AffineIndex<V>> value = part(factor.value(), names);
            if (total.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            total = total.get().combine(factor.operator(), value.get());
        }
        return total;
    }

    private Optional<AffineIndex<V>> combine(Ast.Operator operator, AffineIndex<V> other) {
        OptionalInt own = integer();
        OptionalInt by = other.integer();
        if (operator == Ast.Operator.TIMES && by.isPresent()) {
            return Optional.of(times(by.getAsInt()));
        }
        if (operator == Ast.Operator.TIMES && own.isPresent()) {
            return Optional.of(other.times(own.getAsInt()));
        }
        if (operator == Ast.Operator.TIMES && terms.isEmpty() && other.terms.isEmpty()) {
            return Optional.of(constant(offset.times(other.offset)));
        }
        return operator == Ast.Operator.DIVIDED_BY && terms.isEmpty() && by.orElse(0) > 0
                ? Optional.of(constant(offset.dividedBy(by.getAsInt())))
                : Optional.empty();
    }

    private OptionalInt integer() {
        return terms.isEmpty() ? offset.constant() : OptionalInt.empty();
    }

    private AffineIndex<V> plus(AffineIndex<V> other) {
        Map<V, Integer> sum = new LinkedHashMap<>(terms);
        other.terms.forEach((variable, factor) -> sum.merge(variable, factor, Math::addExact));
        sum.values().removeIf(factor -> factor == 0);
        return new AffineIndex<>(sum, offset.plus(other.offset));
    }

    private AffineIndex<V> times(int factor) {
        Map<V, Integer> product = new LinkedHashMap<>();
        terms.forEach((variable, own) -> product.put(variable, Math.multiplyExact(own, factor)));
        product.values().removeIf(own -> own == 0);
        return new AffineIndex<>(product, factor == 1 ? offset : offset.times(size(factor)));
    }

    private static <V> AffineIndex<V> constant(Quotient offset) {
        return new AffineIndex<>(Map.of(), offset);
    }

    private static Quotient size(int constant) {
        return Quotient.of(SizeSum.of(constant));
    }
}
