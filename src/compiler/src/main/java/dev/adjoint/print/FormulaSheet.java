package dev.adjoint.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Formulas and the named parts they refer to. Immutable. */
public final class FormulaSheet {
    /** Labels are padded to the longest, but not further than this. */
    private static final int WIDEST_LABEL = 24;

    private static final String INDENT = "  ";

    private final Map<String, Term> roots;
    private final Map<String, Term> where;
    private final Map<String, List<String>> indices;
    private final Map<Head, Term> functions;

    /** @param indices of names that formulas index */
    FormulaSheet(
            Map<String, Term> roots,
            Map<String, Term> where,
            Map<String, List<String>> indices,
            Map<Head, Term> functions) {
        this.roots = roots;
        this.where = where;
        this.indices = indices;
        this.functions = functions;
    }

    /** The formulas that were asked for, in that order. */
    public List<Definition> formulas(Notation notation) {
        return definitions(roots, notation);
    }

    /** The functions that are called, each after those that it calls; then named parts, each before what refers to it. */
    public List<Definition> where(Notation notation) {
        Script script = notation.script();
        List<Definition> definitions = new ArrayList<>();
        functions.forEach((head, term) -> definitions.add(new Definition(
                script.function(head.function) + "(" + script.list(head.formals) + ")", script.write(term))));
        definitions.addAll(definitions(where, notation));
        return definitions;
    }

    /** All of it: lines of text, or an {@code aligned} environment. Ends with a line break. */
    public String render(Notation notation) {
        return notation == Notation.LATEX ? aligned() : lines(notation);
    }

    private String lines(Notation notation) {
        StringBuilder out = new StringBuilder();
        append(out, "", formulas(notation));
        if (!where(notation).isEmpty()) {
            out.append("where\n");
            append(out, INDENT, where(notation));
        }
        return out.toString();
    }

    private static void append(StringBuilder out, String indent, List<Definition> definitions) {
        int width = definitions.stream().mapToInt(d -> d.name().length()).max().orElse(0);
        String format = indent + "%-" + Math.max(1, Math.min(WIDEST_LABEL, width)) + "s = %s\n";
        definitions.forEach(d -> out.append(String.format(format, d.name(), d.formula())));
    }

    private String aligned() {
        List<String> rows = new ArrayList<>();
        formulas(Notation.LATEX).forEach(d -> rows.add(d.name() + " &= " + d.formula()));
        if (!where(Notation.LATEX).isEmpty()) {
            rows.add("&\\text{where}");
            where(Notation.LATEX).forEach(d -> rows.add(d.name() + " &= " + d.formula()));
        }
        return "\\begin{aligned}\n" + String.join(" \\\\\n", rows) + "\n\\end{aligned}\n";
    }

    private List<Definition> definitions(Map<String, Term> terms, Notation notation) {
        List<Definition> definitions = new ArrayList<>();
        Script script = notation.script();
        terms.forEach((name, term) -> {
            String subscript =
                    indices.getOrDefault(name, List.of()).isEmpty() ? "" : "[" + script.list(indices.get(name)) + "]";
            definitions.add(new Definition(script.name(name) + subscript, script.write(term)));
        });
        return definitions;
    }

    /** A function and what it is a function of. */
    record Head(String function, List<String> formals) {}

    /** {@code name = formula}, both as some notation writes them. */
    public record Definition(String name, String formula) {}
}
