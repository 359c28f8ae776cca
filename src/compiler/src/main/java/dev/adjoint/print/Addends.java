package dev.adjoint.print;

import dev.adjoint.print.Term.Form;
import java.util.ArrayList;
import java.util.List;

/** A sum while it is being put together, and the order in which it reads best. */
final class Addends {
    /** Sums within sums are joined up to this many parts: enough to read, few enough for joining to stay linear. */
    private static final int MOST_JOINED = 16;

    private final Terms terms;
    private final List<Term> parts = new ArrayList<>();

    Addends(Terms terms) {
        this.terms = terms;
    }

    void add(Term term, boolean mayOpen) {
        if (mayOpen && term.is(Form.SUM) && parts.size() + term.parts().size() <= MOST_JOINED) {
            parts.addAll(term.parts());
        } else {
            parts.add(term);
        }
    }

    /** Begins with something positive if there is anything, and ends with a negative constant: {@code x^2 - 1}. */
    Term sum() {
        List<Term> ordered = new ArrayList<>(parts.size());
        for (Term part : parts) {
            if (!isNegativeNumber(part)) {
                ordered.add(part);
            }
        }
        for (int i = 0; i < ordered.size(); i++) {
            if (!ordered.get(i).is(Form.NEGATION)) {
                ordered.add(0, ordered.remove(i));
                break;
            }
        }
        for (Term part : parts) {
            if (isNegativeNumber(part)) {
                ordered.add(part);
            }
        }
        return terms.sum(ordered);
    }

    private static boolean isNegativeNumber(Term term) {
        return term.is(Form.NEGATION) && term.part(0).is(Form.NUMBER);
    }
}
