package dev.adjoint.driver;

import dev.adjoint.check.TypedModel;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.source.Span;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Intermediate forms as text, for whoever works on the compiler. */
final class Dump {
    private Dump() {}

    static String ast(Ast.File file) {
        return new RecordTree().of(file);
    }

    static String typed(TypedModel model) {
        return new RecordTree().of(model);
    }

    static String dag(ModelDag model) {
        return nodes(model.dag(), roots(model));
    }

    static String gradient(Differentiated differentiated) {
        Map<String, Node> roots = roots(differentiated.model());
        differentiated.gradient().forEach((variable, node) -> roots.put("d loss/d " + variable.name(), node));
        return nodes(differentiated.model().dag(), roots);
    }

    private static Map<String, Node> roots(ModelDag model) {
        Map<String, Node> roots = new LinkedHashMap<>(model.named());
        roots.put(CompiledModel.LOSS, model.loss());
        return roots;
    }

    /** One line for each node, operands first; then the roots by name. */
    private static String nodes(Dag dag, Map<String, Node> roots) {
        Collection<Node> order = Reachable.from(roots.values());
        Map<Node, Integer> numbers = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (Node node : order) {
            numbers.put(node, numbers.size());
            String operands = node.operands().stream()
                    .map(operand -> "%" + numbers.get(operand))
                    .collect(Collectors.joining(", ", "(", ")"));
            String operation = node.operands().isEmpty() ? node.toString() : node.operation() + operands + node.shape();
            String places = dag.origins(node).stream().map(Span::toString).collect(Collectors.joining(" "));
            lines.add(String.format("%%%d = %-48s %s", numbers.get(node), operation, places)
                    .stripTrailing());
        }
        roots.forEach((name, node) -> lines.add(name + " = %" + numbers.get(node)));
        return String.join("\n", lines) + "\n";
    }
}
