package dev.adjoint.print;

import dev.adjoint.print.Term.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes terms and shares them, as {@code Dag} does nodes. What it makes is exactly what was asked for. */
final class Terms {
    private final Map<Key, Term> terms = new HashMap<>();

    /** @param digits of a number that is not negative */
    Term number(String digits) {
        return make(Form.NUMBER, digits);
    }

    Term name(String name) {
        return make(Form.NAME, name);
    }

    Term size(String axis) {
        return make(Form.SIZE, axis);
    }

    /** All names in the terms made so far. */
    Set<String> names() {
        return terms.values().stream()
                .filter(term -> term.is(Form.NAME))
                .map(Term::symbol)
                .collect(Collectors.toSet());
    }

    /** The sum of one part is that part. */
    Term sum(List<Term> parts) {
        return parts.size() == 1 ? parts.get(0) : make(Form.SUM, "", List.of(), parts);
    }

    /** The product of one part is that part, and that of none is 1. */
    Term product(List<Term> parts) {
        return switch (parts.size()) {
            case 0 -> number("1");
            case 1 -> parts.get(0);
            default -> make(Form.PRODUCT, "", List.of(), parts);
        };
    }

    Term quotient(Term numerator, Term denominator) {
        return make(Form.QUOTIENT, "", numerator, denominator);
    }

    Term power(Term base, Term exponent) {
        return make(Form.POWER, "", base, exponent);
    }

    /** Of a negation, what it negates. */
    Term negation(Term part) {
        return part.is(Form.NEGATION) ? part.part(0) : make(Form.NEGATION, "", part);
    }

    Term call(String function, List<Term> arguments) {
        return make(Form.CALL, function, List.of(), arguments);
    }

    /** A whole number times factors. */
    Term multiple(int coefficient, List<Term> factors) {
        List<Term> all = new ArrayList<>(factors);
        if (Math.abs(coefficient) != 1 || factors.isEmpty()) {
            all.add(0, number(String.valueOf(Math.abs(coefficient))));
        }
        return coefficient < 0 ? negation(product(all)) : product(all);
    }

    /** @param parts the array, then an index for each of its axes */
    Term element(List<Term> parts, String outside) {
        return make(Form.ELEMENT, outside, List.of(), parts);
    }

    Term elementwise(List<Term> parts) {
        return make(Form.ELEMENTWISE, "", List.of(), parts);
    }

    Term binder(String reduction, List<String> axes, Term body) {
        return make(Form.BINDER, reduction, axes, List.of(body));
    }

    Term make(Form form, String symbol, Term... parts) {
        return make(form, symbol, List.of(), List.of(parts));
    }

    /** The same form of other parts. */
    Term with(Term term, List<Term> parts) {
        return parts.equals(term.parts()) ? term : make(term.form(), term.symbol(), term.indices(), parts);
    }

    private Term make(Form form, String symbol, List<String> indices, List<Term> parts) {
        Key key = new Key(form, symbol, List.copyOf(indices), List.copyOf(parts));
        Term known = terms.get(key);
        if (known == null) {
            known = new Term(terms.size(), form, symbol, key.indices, key.parts);
            terms.put(key, known);
        }
        return known;
    }

    /** Parts compare by identity, so hashing costs their number, not their depth. */
    private record Key(Form form, String symbol, List<String> indices, List<Term> parts) {}
}
