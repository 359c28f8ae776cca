package dev.adjoint.print;

import dev.adjoint.print.Term.Form;
import java.util.ArrayList;
import java.util.List;

/** A product while it is being put together: one sign, what stands above the fraction bar and what below. */
final class Factors {
    /** Products within products are joined up to this many factors: few enough for joining to stay linear. */
    private static final int MOST_JOINED = 12;

    private final Terms terms;
    private final IndexNames indices;
    private final List<Term> above = new ArrayList<>();
    private final List<Term> below = new ArrayList<>();
    private boolean negative;

    Factors(Terms terms, IndexNames indices) {
        this.terms = terms;
        this.indices = indices;
    }

    void times(Term factor, boolean mayOpen) {
        put(factor, mayOpen, above, below);
    }

    void over(Term divisor, boolean mayOpen) {
        put(divisor, mayOpen, below, above);
    }

    Term term() {
        findMeans();
        Term product = terms.product(above);
        Term result = below.isEmpty() ? product : terms.quotient(product, terms.product(below));
        return negative ? terms.negation(result) : result;
    }

    private void put(Term factor, boolean mayOpen, List<Term> here, List<Term> there) {
        Term size = factor;
        if (factor.is(Form.NEGATION)) {
            negative = !negative;
            size = factor.part(0);
        }
        // What only divides is opened even if others share it: what is worth sharing is the divisor.
        boolean reciprocal = size.is(Form.QUOTIENT) && size.part(0).isNumber("1");
        if (size.is(Form.QUOTIENT) && (mayOpen || reciprocal)) {
            putAll(size.part(0), here);
            putAll(size.part(1), there);
        } else if (mayOpen || size.isSize()) {
            putAll(size, here);
        } else if (!size.isNumber("1")) {
            here.add(size);
        }
    }

    private static void putAll(Term product, List<Term> here) {
        if (product.is(Form.PRODUCT) && here.size() + product.parts().size() <= MOST_JOINED) {
            here.addAll(product.parts());
        } else if (!product.isNumber("1")) {
            here.add(product);
        }
    }

    /** A sum over axes whose sizes are divided by is a mean, and a sum of such sums one of means. */
    private void findMeans() {
        for (int i = 0; i < above.size(); i++) {
            Term factor = above.get(i);
            List<Term> sizes = sizes(factor);
            if (!sizes.isEmpty() && below.containsAll(sizes)) {
                sizes.forEach(below::remove);
                above.set(i, mean(factor));
            }
        }
    }

    /** Of a sum over axes, their sizes; of an addition of several over the same axes too; else none. */
    private List<Term> sizes(Term term) {
        if (!term.is(Form.SUM)) {
            return sizesInProduct(term);
        }
        List<Term> first = sizesInProduct(term.part(0));
        return term.parts().stream().allMatch(part -> sizesInProduct(part).equals(first)) ? first : List.of();
    }

    private List<Term> sizesInProduct(Term term) {
        if (term.is(Form.NEGATION)) {
            return sizesInProduct(term.part(0));
        }
        return (term.is(Form.PRODUCT) ? term.parts() : List.of(term))
                .stream()
                        .filter(part -> part.is(Form.BINDER) && part.symbol().equals("sum"))
                        .findFirst()
                        .map(sum -> sum.indices().stream().map(indices::size).toList())
                        .orElse(List.of());
    }

    /** The same with means for the sums over axes. */
    private Term mean(Term term) {
        if (term.is(Form.BINDER)) {
            return terms.binder("mean", term.indices(), term.part(0));
        }
        List<Term> parts = new ArrayList<>(term.parts());
        for (int i = 0; i < parts.size(); i++) {
            if (!sizesInProduct(parts.get(i)).isEmpty()) {
                parts.set(i, mean(parts.get(i)));
                if (term.is(Form.PRODUCT)) {
                    break;
                }
            }
        }
        return terms.with(term, parts);
    }
}
