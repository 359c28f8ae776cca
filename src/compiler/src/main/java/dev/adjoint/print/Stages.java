package dev.adjoint.print;

import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the intermediate values at which a chain rule is worth taking apart.
 *
 * <p>These are, on the paths from a variable to the loss: the values that the model names, those that several others
 * depend on, and those that enter a function, another factor or a condition. What is merely added, scaled or raised to a
 * fixed power stays part of a formula: a student takes such a derivative in one step.
 */
public final class Stages {
    private final Set<Node> path = new HashSet<>();
    private final Map<Node, List<Node>> users = new HashMap<>();
    private final Map<Node, String> stages = new LinkedHashMap<>();

    private Stages(Node loss, String lossName, Variable variable, Map<Node, String> names) {
        path.add(variable);
        List<Node> nodes = Excerpt.of(List.of(loss)).nodes();
        Set<String> taken = new HashSet<>(names.values());
        for (Node node : nodes) {
            if (node instanceof Variable v) {
                taken.add(v.name());
            }
            for (Node operand : new HashSet<>(node.operands())) {
                if (path.contains(operand)) {
                    path.add(node);
                    users.computeIfAbsent(operand, n -> new ArrayList<>()).add(node);
                }
            }
        }
        int last = 0;
        for (Node node : nodes) {
            if (node == variable || !path.contains(node)) {
                continue;
            }
            if (node == loss) {
                stages.put(node, lossName);
            } else if (names.containsKey(node)) {
                stages.put(node, names.get(node));
            } else if (isStage(node)) {
                String name;
                do {
                    name = "u" + ++last;
                } while (!taken.add(name));
                stages.put(node, name);
            }
        }
    }

    /**
     * The stages between a variable and the loss, each with its name: the model's, or {@code u1}, {@code u2}, ... in order
     * of evaluation.
     *
     * @param names the model's names of values
     * @return stages by node, the loss first, every stage before those it depends on; empty if the loss does not depend on
     *     the variable
     */
    public static Map<Node, String> between(Variable variable, Node loss, String lossName, Map<Node, String> names) {
        Map<Node, String> ascending = new Stages(loss, lossName, variable, names).stages;
        List<Node> descending = new ArrayList<>(ascending.keySet());
        Collections.reverse(descending);
        Map<Node, String> result = new LinkedHashMap<>();
        descending.forEach(node -> result.put(node, ascending.get(node)));
        return result;
    }

    private boolean isStage(Node node) {
        List<Node> usedBy = users.getOrDefault(node, List.of());
        boolean bent = usedBy.size() > 1 || usedBy.stream().anyMatch(user -> !keepsSimple(user, node));
        return bent && !isTrivial(node);
    }

    /** Whether the derivative of {@code user} by {@code operand} is taken at a glance. */
    private boolean keepsSimple(Node user, Node operand) {
        if (user.is(Primitive.ADD) || user.is(Primitive.SUB) || user.is(Primitive.NEG)) {
            return true;
        }
        if (user.is(Primitive.MUL)) {
            return user.operands().stream().filter(path::contains).count() == 1;
        }
        if (user.is(Primitive.DIV)) {
            return user.operand(0) == operand && !path.contains(user.operand(1));
        }
        if (user.is(Primitive.POW)) {
            return user.operand(1) instanceof Constant;
        }
        return user instanceof Reduce reduce && reduce.reduction() == Reduction.SUM;
    }

    /** A multiple of a single value that has a name already. */
    private boolean isTrivial(Node node) {
        boolean isMultiple = node.is(Primitive.NEG)
                || (node.is(Primitive.MUL) && node.operands().stream().anyMatch(Constant.class::isInstance));
        return isMultiple
                && node.operands().size() <= 2
                && node.operands().stream()
                        .allMatch(n -> n instanceof Constant || n instanceof Variable || stages.containsKey(n));
    }
}
