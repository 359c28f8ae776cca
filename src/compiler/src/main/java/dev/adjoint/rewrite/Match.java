package dev.adjoint.rewrite;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the variables of a pattern stand for in an expression that matches it. */
final class Match {
    private final Map<String, Node> bindings = new HashMap<>();
    private List<Axis> axes = List.of();
    private List<Node> rest = List.of();

    private final Dag dag;

    private Match(Dag dag) {
        this.dag = dag;
    }

    /** Matches {@code node} of {@code dag} against the left side of {@code rule}, guard included. */
    static Optional<Match> of(Rule rule, Dag dag, Node node) {
        Match match = new Match(dag);
        return match.matchRoot(rule.lhs(), node) && rule.guard().test(match) ? Optional.of(match) : Optional.empty();
    }

    /** What the pattern variable {@code name} stands for. */
    Node get(String name) {
        return bindings.get(name);
    }

    /** The value of a pattern variable that stands for a constant. */
    double constant(String name) {
        return ((Constant) bindings.get(name)).value();
    }

    boolean isConstant(String name) {
        return bindings.get(name) instanceof Constant;
    }

    /** The axes that the pattern's reduction binds. */
    List<Axis> axes() {
        return axes;
    }

    /** Operands of the matched sum or product that are not part of the pattern. */
    List<Node> rest() {
        return rest;
    }

    private boolean matchRoot(Node pattern, Node node) {
        if (!isSumOrProduct(pattern)) {
            return match(pattern, node);
        }
        return node.is(((Apply) pattern).primitive()) && assign(pattern.operands(), node, true, new ArrayList<>());
    }

    private boolean match(Node pattern, Node node) {
        if (isVariable(pattern)) {
            Variable variable = (Variable) pattern;
            Node bound = bindings.putIfAbsent(variable.name(), node);
            return bound == null || bound == node;
        }
        if (pattern instanceof Constant constant) {
            return node.isConstant(constant.value()) && node.type() == constant.type();
        }
        if (pattern instanceof Apply apply) {
            if (!node.is(apply.primitive())) {
                return false;
            }
            return isSumOrProduct(pattern)
                    ? assign(pattern.operands(), node, false, new ArrayList<>())
                    : matchEach(pattern, node);
        }
        if (pattern instanceof Reduce reduce) {
            axes = node instanceof Reduce other ? other.axes() : List.of();
            return node instanceof Reduce other
                    && other.reduction() == reduce.reduction()
                    && match(reduce.body(), other.body());
        }
        return pattern instanceof Select && node instanceof Select && matchEach(pattern, node);
    }

    private boolean matchEach(Node pattern, Node node) {
        for (int i = 0; i < pattern.operands().size(); i++) {
            if (!match(pattern.operand(i), node.operand(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Finds distinct operands of a sum or product for all patterns, in any order, by backtracking.
     *
     * <p>Operands left over become the {@link #rest} at the root; below it they are taken together by a last pattern that
     * is a variable. Patterns have two or three operands, variables last, so that wide sums are scanned about once.
     */
    private boolean assign(List<Node> patterns, Node node, boolean atRoot, List<Node> taken) {
        List<Node> operands = node.operands();
        int open = operands.size() - taken.size();
        int wanted = patterns.size() - taken.size();
        if (wanted > open) {
            return false;
        }
        if (wanted == 0) {
            rest = atRoot ? without(operands, taken) : List.of();
            return atRoot || open == 0;
        }
        Node pattern = patterns.get(taken.size());
        if (wanted == 1 && open > 1 && !atRoot) {
            Primitive primitive = ((Apply) node).primitive();
            return isVariable(pattern) && match(pattern, dag.apply(primitive, without(operands, taken)));
        }
        Map<String, Node> before = new HashMap<>(bindings);
        for (Node operand : operands) {
            if (!taken.contains(operand) && match(pattern, operand)) {
                taken.add(operand);
                if (assign(patterns, node, atRoot, taken)) {
                    return true;
                }
                taken.remove(taken.size() - 1);
            }
            bindings.keySet().retainAll(before.keySet());
        }
        return false;
    }

    private static List<Node> without(List<Node> operands, List<Node> taken) {
        return operands.stream().filter(o -> !taken.contains(o)).toList();
    }

    private static boolean isVariable(Node pattern) {
        return pattern instanceof Variable variable && variable.role() == Role.PATTERN;
    }

    private static boolean isSumOrProduct(Node pattern) {
        return pattern.is(Primitive.ADD) || pattern.is(Primitive.MUL);
    }
}
