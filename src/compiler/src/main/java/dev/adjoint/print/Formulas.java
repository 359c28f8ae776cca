package dev.adjoint.print;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Select;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints nodes in the words of a model. Immutable.
 *
 * <p>A name stands for its node wherever the node is used in another formula; names given to variables and constants are
 * ignored, as those have their own.
 */
public final class Formulas {
    private final Map<Node, String> names = new HashMap<>();

    /** @param names of values: the model's own, and any others that formulas may refer to, such as {@code d_yhat} */
    public Formulas(Map<Node, String> names) {
        names.forEach((node, name) -> {
            if (node instanceof Apply || node instanceof Reduce || node instanceof Select) {
                this.names.put(node, name);
            }
        });
    }

    /**
     * The formulas of some nodes, with what they share and what is long in a common {@code where}.
     *
     * @param roots nodes by label, in the order to be printed; a label is a name or {@code d y/d x}
     */
    public FormulaSheet sheet(Map<String, Node> roots) {
        Terms terms = new Terms();
        Excerpt excerpt = Excerpt.of(roots.values());
        Phrasing phrasing = new Phrasing(terms, names, excerpt);
        Map<String, Term> meanings = new HashMap<>();
        for (Node node : excerpt.nodes()) {
            String name = names.get(node);
            if (name != null) {
                meanings.put(name, phrasing.written(node));
            }
        }
        Map<String, Term> labelled = new LinkedHashMap<>();
        roots.forEach((label, node) -> labelled.put(label, phrasing.written(node)));
        Naming naming = new Naming(terms, labelled.values(), meanings);
        labelled.replaceAll((label, term) -> naming.formula(term));
        Map<String, Term> where = new LinkedHashMap<>(naming.where());
        where.keySet().removeAll(roots.keySet());
        return new FormulaSheet(labelled, where);
    }

    /** The formula of a node in one line, inner parts replaced by an ellipsis where it would be longer than about
     * {@code width} characters. Looks no further into the DAG than that takes. */
    public String line(Node node, int width, Notation notation) {
        Terms terms = new Terms();
        Excerpt excerpt = Excerpt.around(node, names::containsKey, 2 * width);
        Term term = new Phrasing(terms, names, excerpt).written(node);
        return notation.script().write(new Elision(terms).within(term, width));
    }
}
