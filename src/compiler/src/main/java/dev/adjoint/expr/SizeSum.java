package dev.adjoint.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * An integer polynomial in the sizes of dims, such as {@code 2*h + n*k - 1}. Unless it is {@linkplain #written as written},
 * fixed dims are part of the numbers, so that equal polynomials are equal objects.
 *
 * @param terms the coefficient, never 0, of each product of dims; in the order of their names
 * @param constant the rest
 */
public record SizeSum(Map<List<Dim>, Integer> terms, int constant) {
    private static final Comparator<List<Dim>> ORDER = Comparator.comparing(Object::toString);

    public SizeSum {
        Map<List<Dim>, Integer> sorted = new TreeMap<>(ORDER);
        sorted.putAll(terms);
        sorted.values().removeIf(coefficient -> coefficient == 0);
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(sorted));
    }

    public static SizeSum of(int constant) {
        return new SizeSum(Map.of(), constant);
    }

    /** The size of a dim; of one without a name, the sum that it stands for. */
    public static SizeSum of(Dim dim) {
        if (dim.extent() instanceof Extent.Derived derived
                && derived.divisor() == 1
                && dim.name().equals(derived.numerator().toString())) {
            return derived.numerator();
        }
        return dim.isFixed() ? of(dim.size().getAsInt()) : new SizeSum(Map.of(List.of(dim), 1), 0);
    }

    /** The size of a dim as the author writes it: one with a name is itself, even where its size is fixed. */
    public static SizeSum written(Dim dim) {
        return dim.isFixed() && !dim.isAnonymous() ? new SizeSum(Map.of(List.of(dim), 1), 0) : of(dim);
    }

    /** The same with numbers for dims of fixed size. */
    public SizeSum folded() {
        SizeSum sum = of(constant);
        for (Map.Entry<List<Dim>, Integer> term : terms.entrySet()) {
            SizeSum product = of(term.getValue());
            for (Dim dim : term.getKey()) {
                product = product.times(of(dim));
            }
            sum = sum.plus(product);
        }
        return sum;
    }

    /** The dim that it is the size of, whatever sizes dims have; empty if it is computed. */
    public Optional<Dim> dim() {
        if (constant != 0 || terms.size() != 1) {
            return Optional.empty();
        }
        List<Dim> dims = terms.keySet().iterator().next();
        return dims.size() == 1 && terms.get(dims) == 1 ? Optional.of(dims.get(0)) : Optional.empty();
    }

    /** Whether it is a number whatever the data. */
    public boolean isConstant() {
        return terms.isEmpty();
    }

    /** Whether no coefficient is negative, so that it is at least 0 whatever the sizes. */
    public boolean isNeverNegative() {
        return constant >= 0 && terms.values().stream().allMatch(coefficient -> coefficient >= 0);
    }

    public SizeSum plus(SizeSum other) {
        Map<List<Dim>, Integer> sum = new LinkedHashMap<>(terms);
        other.terms.forEach((dims, coefficient) -> sum.merge(dims, coefficient, Math::addExact));
        return new SizeSum(sum, Math.addExact(constant, other.constant));
    }

    public SizeSum minus(SizeSum other) {
        return plus(other.times(-1));
    }

    public SizeSum plus(int number) {
        return plus(of(number));
    }

    public SizeSum times(int factor) {
        return times(of(factor));
    }

    public SizeSum times(SizeSum other) {
        SizeSum product = of(Math.multiplyExact(constant, other.constant));
        for (Map.Entry<List<Dim>, Integer> a : terms.entrySet()) {
            product = product.plus(term(a.getKey(), Math.multiplyExact(a.getValue(), other.constant)));
            for (Map.Entry<List<Dim>, Integer> b : other.terms.entrySet()) {
                List<Dim> dims = new ArrayList<>(a.getKey());
                dims.addAll(b.getKey());
                dims.sort(Comparator.comparing(Dim::name));
                product = product.plus(term(dims, Math.multiplyExact(a.getValue(), b.getValue())));
            }
        }
        for (Map.Entry<List<Dim>, Integer> b : other.terms.entrySet()) {
            product = product.plus(term(b.getKey(), Math.multiplyExact(b.getValue(), constant)));
        }
        return product;
    }

    private static SizeSum term(List<Dim> dims, int coefficient) {
        return new SizeSum(Map.of(dims, coefficient), 0);
    }

    /** Its value for given sizes of unbound and derived dims. */
    public int evaluate(ToIntFunction<Dim> sizes) {
        int sum = constant;
        for (Map.Entry<List<Dim>, Integer> term : terms.entrySet()) {
            int product = term.getValue();
            for (Dim dim : term.getKey()) {
                product = Math.multiplyExact(product, sizes.applyAsInt(dim));
            }
            sum = Math.addExact(sum, product);
        }
        return sum;
    }

    /** {@code 2*h + n*k - 1}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        terms.forEach((dims, coefficient) -> {
            String product = String.join("*", dims.stream().map(Dim::name).toList());
            String factor = Math.abs(coefficient) == 1 ? "" : Math.abs(coefficient) + "*";
            append(text, coefficient < 0, factor + product);
        });
        if (constant != 0 || text.isEmpty()) {
            append(text, constant < 0, String.valueOf(Math.abs(constant)));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, boolean negative, String term) {
        if (text.isEmpty()) {
            text.append(negative ? "-" : "").append(term);
        } else {
            text.append(negative ? " - " : " + ").append(term);
        }
    }
}
