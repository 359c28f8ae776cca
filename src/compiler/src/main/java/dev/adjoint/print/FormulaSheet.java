package dev.adjoint.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Formulas and the named parts they refer to. Immutable. */
public final class FormulaSheet {
    private final Map<String, Term> roots;
    private final Map<String, Term> where;

    FormulaSheet(Map<String, Term> roots, Map<String, Term> where) {
        this.roots = roots;
        this.where = where;
    }

    /** The formulas that were asked for, in that order. */
    public List<Definition> formulas(Notation notation) {
        return definitions(roots, notation);
    }

    /** The named parts, each before the first that refers to it. */
    public List<Definition> where(Notation notation) {
        return definitions(where, notation);
    }

    private static List<Definition> definitions(Map<String, Term> terms, Notation notation) {
        List<Definition> definitions = new ArrayList<>();
        terms.forEach((name, term) -> definitions.add(
                new Definition(notation.script().name(name), notation.script().write(term))));
        return definitions;
    }

    /** {@code name = formula}, both as some notation writes them. */
    public record Definition(String name, String formula) {}
}
