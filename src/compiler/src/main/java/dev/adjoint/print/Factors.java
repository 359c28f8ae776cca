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
        } else if (mayOpen) {
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

    /** A sum over axes whose sizes are divided by is a mean. */
    private void findMeans() {
        if (below.isEmpty()) {
            return;
        }
        for (int i = 0; i < above.size(); i++) {
            Term factor = above.get(i);
            if (factor.is(Form.BINDER) && factor.symbol().equals("sum")) {
                List<Term> sizes = factor.indices().stream().map(indices::size).toList();
                if (below.containsAll(sizes)) {
                    sizes.forEach(below::remove);
                    above.set(i, terms.binder("mean", factor.indices(), factor.part(0)));
                }
            }
        }
    }
}
