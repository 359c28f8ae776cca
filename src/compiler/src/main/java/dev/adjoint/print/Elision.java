package dev.adjoint.print;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Shortens a term to fit a line: what is inside gives way first, so that its outermost operations stay readable. */
final class Elision {
    /** Characters of an addend or a factor that tell what it is. */
    private static final int TELLING = 12;

    private static final int SEPARATOR = 3;

    /** Nothing but a leaf is shorter. */
    private static final int NARROWEST = 2;

    /** Operators of fixed arity keep all their operands. */
    private static final int FEWEST = 3;

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
        // Shared terms have exponentially many paths to their leaves: those without room must not be followed.
        if (width < NARROWEST) {
            return ellipsis;
        }
        List<Term> parts = beginning(term.parts(), width);
        Term shortened = terms.with(term, parts);
        shortened = terms.with(term, shared(parts, width - shortened.ownWidth()));
        if (shortened.width() > width) {
            shortened = terms.with(
                    term,
                    parts.stream().map(part -> part.isLeaf() ? part : ellipsis).toList());
        }
        return shortened.width() <= width ? shortened : ellipsis;
    }

    /** As many parts as the width has room for, and an ellipsis if that is not all; only sums and products are so wide. */
    private List<Term> beginning(List<Term> parts, int width) {
        int room = width;
        for (int i = 0; i < parts.size(); i++) {
            room -= Math.min(TELLING, parts.get(i).width()) + SEPARATOR;
            if (room < 0 && i >= FEWEST) {
                List<Term> beginning = new ArrayList<>(parts.subList(0, i));
                beginning.add(ellipsis);
                return beginning;
            }
        }
        return parts;
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
