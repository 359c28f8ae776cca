package dev.adjoint.print;

import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
            if (!node.operands().isEmpty()) {
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
        Set<Lambda> functions = Functions.of(roots.values());
        List<Node> all = new ArrayList<>(roots.values());
        functions.forEach(function -> all.addAll(function.results()));
        Terms terms = new Terms();
        Excerpt excerpt = Excerpt.of(all);
        Phrasing phrasing = new Phrasing(terms, names, excerpt);
        Map<String, Term> meanings = new HashMap<>();
        for (Node node : excerpt.nodes()) {
            String name = names.get(node);
            if (name != null) {
                meanings.put(name, phrasing.written(node));
            }
        }
        Map<String, Term> labelled = new LinkedHashMap<>();
        roots.forEach((label, node) -> {
            String name = names.get(node);
            labelled.put(label, name == null || roots.containsKey(name) ? phrasing.written(node) : terms.name(name));
        });
        Map<FormulaSheet.Head, Term> bodies = new LinkedHashMap<>();
        for (Lambda function : functions) {
            List<String> formals =
                    function.formals().stream().map(Variable::name).toList();
            for (int k = 0; k < function.results().size(); k++) {
                FormulaSheet.Head head = new FormulaSheet.Head(Functions.name(function, k), formals);
                bodies.put(head, phrasing.written(function.results().get(k)));
            }
        }
        List<Term> printed = new ArrayList<>(labelled.values());
        printed.addAll(bodies.values());
        Naming naming = new Naming(terms, printed, meanings);
        labelled.replaceAll((label, term) -> naming.formula(term));
        bodies.replaceAll((head, term) -> naming.formula(term));
        Map<String, Term> where = new LinkedHashMap<>(naming.where());
        where.keySet().removeAll(roots.keySet());
        Map<String, List<String>> indices = new HashMap<>();
        names.forEach((node, name) -> indices.put(name, phrasing.indices(node)));
        return new FormulaSheet(labelled, where, indices, bodies);
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
