package dev.adjoint.print;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints nodes in the words of a model. Immutable.
 *
 * <p>A name stands for its node wherever the node is used in another formula; names given to variables and constants are
 * ignored, as those have their own.
 */
public final class Formulas {
    private final Map<Node, String> names;
    private final Map<Node, String> adjoints;

    /** @param names of values */
    public Formulas(Map<Node, String> names) {
        this(names, Map.of());
    }

    /**
     * @param names of values: the model's own
     * @param adjoints derivatives of a loss by named values, with the names of those; in formulas they are
     *     {@code d_yhat}, or on paper a delta with that index
     */
    public Formulas(Map<Node, String> names, Map<Node, String> adjoints) {
        this.names = operations(names);
        this.adjoints = operations(adjoints);
        this.adjoints.keySet().removeAll(this.names.keySet());
    }

    private static Map<Node, String> operations(Map<Node, String> names) {
        Map<Node, String> operations = new HashMap<>();
        names.forEach((node, name) -> {
            if (!node.operands().isEmpty()) {
                operations.put(node, name);
            }
        });
        return operations;
    }

    /**
     * The formulas of some nodes, with what they share and what is long in a common {@code where}.
     *
     * @param roots nodes by label, in the order to be printed; a label is a name or {@code d y/d x}
     */
    public FormulaSheet sheet(Map<String, Node> roots) {
        Contents text = contents(roots, "d_", false, false);
        Contents rows = contents(roots, "delta_", true, false);
        Contents columns = contents(roots, "delta_", true, true);
        return new FormulaSheet(text, columns.transpositions() < rows.transpositions() ? columns : rows);
    }

    private Contents contents(Map<String, Node> roots, String adjoint, boolean isOnPaper, boolean samplesAreColumns) {
        Map<Node, String> all = new HashMap<>(names);
        adjoints.forEach((node, name) -> {
            String own = adjoint + name;
            all.put(node, names.containsValue(own) ? "d_" + name : own);
        });
        return Contents.of(roots, all, adjoints.keySet(), isOnPaper, samplesAreColumns);
    }

    /** The axes of the variables that labels of derivatives name, by the nodes that have those labels. */
    static Map<Node, List<Axis>> declared(Map<String, Node> roots, Excerpt excerpt) {
        Map<String, List<Axis>> axes = new HashMap<>();
        for (Node node : excerpt.nodes()) {
            if (node instanceof Variable variable) {
                axes.put(variable.name(), variable.shape().axes());
            }
        }
        Map<Node, List<Axis>> declared = new HashMap<>();
        roots.forEach((label, node) -> Symbols.Derivative.parse(label)
                .filter(derivative -> derivative.by().size() == 1)
                .map(derivative -> axes.get(derivative.by().get(0).name()))
                .ifPresent(found -> declared.put(node, found)));
        return declared;
    }

    /** The formula of a node in one line, inner parts replaced by an ellipsis where it would be longer than about
     * {@code width} characters. Looks no further into the DAG than that takes. */
    public String line(Node node, int width, Notation notation) {
        Terms terms = new Terms();
        Map<Node, String> all = new HashMap<>(names);
        adjoints.forEach((adjoint, name) -> all.put(adjoint, "d_" + name));
        Excerpt excerpt = Excerpt.around(node, all::containsKey, 2 * width);
        boolean isOnPaper = notation != Notation.TEXT;
        Term term = new Phrasing(terms, all, excerpt, Orientation.rows(), isOnPaper).written(node);
        return notation.script().write(new Elision(terms).within(term, width));
    }
}
