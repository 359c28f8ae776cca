package dev.adjoint.print;

import dev.adjoint.print.Term.Form;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Cuts terms into named parts, so that each is written once and no formula is long: {@code t1}, {@code t2}, ... beside
 * the names that exist already.
 *
 * <p>A part gets a name if it is used more than once and worth it, or if its formula would not fit a line otherwise.
 */
final class Naming {
    /** Shorter than this, repeating a part reads better than looking its name up: {@code yhat - y}. */
    private static final int WORTH_A_NAME = 12;

    /** Characters of a formula that are still read as one line. */
    private static final int LINE = 100;

    /** A part that takes so much of a line is named on its own; narrower ones are named by the run. */
    private static final int WIDE_PART = LINE / 4;

    /** Levels of parts within parts that are still taken in at a glance. */
    private static final int DEEPEST = 10;

    /** Characters between two addends. */
    private static final int SEPARATOR = 3;

    private final Terms terms;
    private final Map<String, Term> meanings;
    private final Map<Term, List<String>> namesOf = new HashMap<>();
    private final Fresh fresh;
    private final Map<Term, Integer> uses = new HashMap<>();
    /** What users of a term write: its name, or its formula. */
    private final Map<Term, Term> shown = new HashMap<>();

    private final Map<Term, Term> formulas = new HashMap<>();
    private final Map<String, Term> where = new LinkedHashMap<>();

    /** Names that nothing has yet; shared by all that appears on one sheet, so that a name means one thing there. */
    static final class Fresh {
        private final Set<String> taken;
        private int last;

        /** @param taken names that appear on the sheet */
        Fresh(Collection<String> taken) {
            this.taken = new HashSet<>(taken);
        }

        private String next() {
            String name;
            do {
                name = "t" + ++last;
            } while (!taken.add(name));
            return name;
        }
    }

    /**
     * @param roots what is printed under labels of its own
     * @param meanings of the names in the terms that stand for terms
     */
    Naming(Terms terms, Collection<Term> roots, Map<String, Term> meanings, Fresh fresh) {
        this.terms = terms;
        this.fresh = fresh;
        this.meanings = meanings;
        meanings.forEach((name, term) ->
                namesOf.computeIfAbsent(term, t -> new ArrayList<>()).add(name));
        // A name's term is older than the name, so this is the order of dependence through names too.
        for (Term term : reachable(roots)) {
            define(term);
        }
    }

    /** How a root is written in terms of names. */
    Term formula(Term root) {
        return formulas.get(root);
    }

    /** Named parts in order of dependence, operands first. */
    Map<String, Term> where() {
        return where;
    }

    private List<Term> reachable(Collection<Term> roots) {
        Set<Term> found = new HashSet<>(roots);
        Deque<Term> waiting = new ArrayDeque<>(found);
        while (!waiting.isEmpty()) {
            Term term = waiting.poll();
            List<Term> needed = new ArrayList<>(term.is(Form.INDEX) ? List.of() : term.parts());
            needed.forEach(part -> uses.merge(part, 1, Integer::sum));
            if (term.is(Form.NAME)) {
                if (meanings.containsKey(term.symbol())) {
                    needed.add(meanings.get(term.symbol()));
                }
            }
            needed.stream().filter(found::add).forEach(waiting::add);
        }
        List<Term> ordered = new ArrayList<>(found);
        ordered.sort(Comparator.comparingInt(Term::id));
        return ordered;
    }

    private void define(Term term) {
        if (term.is(Form.INDEX)) {
            shown.put(term, term);
            return;
        }
        Term formula =
                fitted(terms.with(term, term.parts().stream().map(shown::get).toList()));
        formulas.put(term, formula);
        List<String> names = namesOf.getOrDefault(term, List.of());
        names.forEach(name -> where.put(name, formula));
        if (term.isLeaf()) {
            shown.put(term, term);
        } else if (!names.isEmpty()) {
            shown.put(term, terms.name(names.get(0)));
        } else if (uses.getOrDefault(term, 0) > 1 && formula.width() >= WORTH_A_NAME && !formula.isSize()) {
            shown.put(term, named(formula));
        } else {
            shown.put(term, formula);
        }
    }

    /** The formula with parts of it named until it fits; each part fits already. */
    private Term fitted(Term formula) {
        Term fitted = formula;
        if (fitted.depth() > DEEPEST) {
            fitted = withParts(fitted, part -> part.depth() >= DEEPEST ? named(part) : part);
        }
        if (fitted.width() > LINE) {
            fitted = withoutWidest(fitted);
        }
        while (fitted.width() > LINE && (fitted.is(Form.SUM) || fitted.is(Form.PRODUCT))) {
            Term packed = packed(fitted);
            if (packed == fitted) {
                break;
            }
            fitted = packed;
        }
        return fitted;
    }

    /** Names the widest parts until the rest fits, as far as single parts are to blame. */
    private Term withoutWidest(Term formula) {
        List<Term> widestFirst = new ArrayList<>(formula.parts());
        widestFirst.sort(Comparator.comparingInt(Term::width).reversed());
        Set<Term> tooWide = new HashSet<>();
        int width = formula.width();
        for (Term part : widestFirst) {
            if (width > LINE && part.width() >= WIDE_PART) {
                tooWide.add(part);
                width -= part.width();
            }
        }
        return withParts(formula, part -> tooWide.contains(part) ? named(part) : part);
    }

    /** Names runs of parts that each fit a line. */
    private Term packed(Term formula) {
        List<Term> packed = new ArrayList<>();
        List<Term> run = new ArrayList<>();
        int width = 0;
        for (Term part : formula.parts()) {
            int more = part.width() + SEPARATOR;
            if (width + more > LINE && !run.isEmpty()) {
                packed.add(named(joined(formula, run)));
                run.clear();
                width = 0;
            }
            run.add(part);
            width += more;
        }
        packed.add(named(joined(formula, run)));
        return joined(formula, packed);
    }

    private Term joined(Term like, List<Term> parts) {
        return parts.size() == 1 ? parts.get(0) : terms.with(like, parts);
    }

    private Term withParts(Term term, UnaryOperator<Term> change) {
        return terms.with(term, term.parts().stream().map(change).toList());
    }

    /** The term itself if it is a leaf; else a new name for it, under its sign. */
    private Term named(Term formula) {
        if (formula.isLeaf() || formula.is(Form.INDEX)) {
            return formula;
        }
        if (formula.is(Form.NEGATION)) {
            return terms.negation(named(formula.part(0)));
        }
        String name = fresh.next();
        where.put(name, formula);
        return terms.name(name);
    }
}
