package dev.adjoint.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Formulas and the named parts they refer to. Immutable. */
public final class FormulaSheet {
    /** Labels are padded to the longest, but not further than this. */
    private static final int WIDEST_LABEL = 24;

    private static final String INDENT = "  ";

    private final Contents text;
    private final Contents paper;

    /**
     * @param text in the words of the language
     * @param paper in those of mathematics
     */
    FormulaSheet(Contents text, Contents paper) {
        this.text = text;
        this.paper = paper;
    }

    private Contents contents(Notation notation) {
        return notation == Notation.TEXT ? text : paper;
    }

    /** The formulas that were asked for, in that order. */
    public List<Definition> formulas(Notation notation) {
        return definitions(contents(notation).roots(), notation);
    }

    /**
     * The functions that are called, each after those that it calls and after its own named parts; then named parts, each
     * before what refers to it. No name stands for two things.
     */
    public List<Definition> where(Notation notation) {
        List<Definition> definitions = new ArrayList<>();
        for (Contents.Function function : contents(notation).functions()) {
            definitions.addAll(definitions(function.where(), notation));
            definitions.addAll(results(function, notation));
        }
        definitions.addAll(parts(notation));
        return definitions;
    }

    private List<Definition> parts(Notation notation) {
        return definitions(contents(notation).where(), notation);
    }

    private static List<Definition> results(Contents.Function function, Notation notation) {
        Script script = notation.script();
        List<Definition> results = new ArrayList<>();
        function.results()
                .forEach((name, term) -> results.add(definition(
                        script.function(name) + "(" + script.list(function.formals()) + ")", term, notation)));
        return results;
    }

    /** All of it: lines of text, or an {@code aligned} environment. Ends with a line break. */
    public String render(Notation notation) {
        return notation == Notation.LATEX ? aligned() : lines(notation);
    }

    private String lines(Notation notation) {
        StringBuilder out = new StringBuilder();
        append(out, "", formulas(notation));
        if (where(notation).isEmpty()) {
            return out.toString();
        }
        out.append("where");
        if (contents(notation).hasAdjoints()) {
            String derivative = notation.script().name(derivativeByValue());
            out.append(notation == Notation.TEXT ? "  // d_v is " + derivative : "  (δ_v is " + derivative + ")");
        }
        out.append('\n');
        for (Contents.Function function : contents(notation).functions()) {
            append(out, INDENT, results(function, notation));
            if (!function.where().isEmpty()) {
                out.append(INDENT).append(INDENT).append("where\n");
                append(out, INDENT + INDENT + INDENT, definitions(function.where(), notation));
            }
        }
        append(out, INDENT, parts(notation));
        return out.toString();
    }

    private static void append(StringBuilder out, String indent, List<Definition> definitions) {
        int width = definitions.stream().mapToInt(d -> d.name().length()).max().orElse(0);
        String format = indent + "%-" + Math.max(1, Math.min(WIDEST_LABEL, width)) + "s = %s\n";
        definitions.forEach(d -> out.append(String.format(format, d.name(), d.formula())));
    }

    private String aligned() {
        List<String> rows = new ArrayList<>();
        formulas(Notation.LATEX).forEach(d -> rows.add(row("", d)));
        if (!where(Notation.LATEX).isEmpty()) {
            String adjoints =
                    " } \\delta_{v} \\text{ is } " + Notation.LATEX.script().name(derivativeByValue());
            rows.add("&\\text{where" + (paper.hasAdjoints() ? adjoints : "}"));
            for (Contents.Function function : paper.functions()) {
                results(function, Notation.LATEX).forEach(d -> rows.add(row("", d)));
                if (!function.where().isEmpty()) {
                    rows.add("&\\quad \\text{where}");
                    definitions(function.where(), Notation.LATEX).forEach(d -> rows.add(row("\\quad ", d)));
                }
            }
            parts(Notation.LATEX).forEach(d -> rows.add(row("", d)));
        }
        return "\\begin{aligned}\n" + String.join(" \\\\\n", rows) + "\n\\end{aligned}\n";
    }

    /** What the derivatives are that have a name: those of what the first formula differentiates. */
    private String derivativeByValue() {
        String label = text.roots().keySet().iterator().next();
        return Symbols.Derivative.parse(label)
                .map(derivative -> "d " + derivative.of() + "/d v")
                .orElse("the derivative by v");
    }

    private static String row(String indent, Definition definition) {
        String sign = definition.isCondition() ? "\\iff" : "=";
        return definition.name() + " &" + sign + " " + indent + definition.formula();
    }

    private List<Definition> definitions(Map<String, Term> terms, Notation notation) {
        List<Definition> definitions = new ArrayList<>();
        Script script = notation.script();
        Map<String, List<String>> indices = contents(notation).indices();
        terms.forEach((name, term) -> {
            String subscript =
                    indices.getOrDefault(name, List.of()).isEmpty() ? "" : "[" + script.list(indices.get(name)) + "]";
            definitions.add(definition(script.name(name) + subscript, term, notation));
        });
        return definitions;
    }

    private static Definition definition(String name, Term term, Notation notation) {
        boolean isCondition = switch (term.form()) {
            case COMPARISON, AND, OR, NOT -> true;
            default -> false;
        };
        return new Definition(name, notation.script().write(term), isCondition);
    }

    /**
     * {@code name = formula}, both as some notation writes them.
     *
     * @param isCondition whether it is a truth value
     */
    public record Definition(String name, String formula, boolean isCondition) {}
}
