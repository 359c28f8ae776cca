package dev.adjoint.print;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Shortens a term to fit a line: what is inside gives way first, so that its outermost operations stay readable. */
final class Elision {
    private static final int NARROWEST = 3;

    private final Terms terms;
    private final Term ellipsis;

    Elision(Terms terms) {
        this.terms = terms;
        this.ellipsis = terms.name(Phrasing.ELISION);
    }

    /** The term in about {@code width} characters. */
    Term within(Term term, int width) {
        if (term.width() <= width || term.isLeaf()) {
            return term;
        }
        List<Term> parts = term.parts();
        int most = Math.max(1, width / NARROWEST);
        if (width < NARROWEST) {
            return ellipsis;
        }
        if (parts.size() > most) {
            // Only sums and products are this wide: their beginning says what they are.
            List<Term> beginning = new ArrayList<>(parts.subList(0, most - 1));
            beginning.add(ellipsis);
            return within(beginning.size() == 1 ? ellipsis : terms.with(term, beginning), width);
        }
        return terms.with(term, shared(parts, width - term.ownWidth()));
    }

    /** Gives narrow parts what they need and divides the rest among the wide ones. */
    private List<Term> shared(List<Term> parts, int width) {
        List<Term> narrowFirst = new ArrayList<>(parts);
        narrowFirst.sort(Comparator.comparingInt(Term::width));
        int left = width;
        int fair = 0;
        for (int i = 0; i < narrowFirst.size(); i++) {
            fair = left / (narrowFirst.size() - i);
            left -= Math.min(fair, narrowFirst.get(i).width());
        }
        int share = fair;
        return parts.stream().map(part -> within(part, share)).toList();
    }
}
