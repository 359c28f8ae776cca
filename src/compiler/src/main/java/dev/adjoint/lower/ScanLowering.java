package dev.adjoint.lower;

import dev.adjoint.check.TypedExpression;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Substitution;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lowers recurrences. What a step needs from outside becomes a formal variable of it: slices of what is indexed by the
 * scan's index, and constants for all that is the same at every step, computed once outside.
 */
final class ScanLowering {
    private final Dag dag;
    private final Frames frames;
    private final ExpressionLowering outside;

    ScanLowering(Dag dag, Frames frames, ExpressionLowering outside) {
        this.dag = dag;
        this.frames = frames;
        this.outside = outside;
    }

    Node lower(TypedExpression.Scan scan) {
        List<Node> initials = new ArrayList<>();
        scan.carries().forEach(carry -> initials.add(outside.lower(carry.initial())));
        Frames.Frame frame = frames.enter(scan.axis());
        Map<String, Node> values = new HashMap<>();
        List<Variable> formals = new ArrayList<>();
        for (TypedExpression.Carry carry : scan.carries()) {
            Variable formal = frame.formal(carry.name(), carry.type().shape().minus(frames.hidden()));
            formals.add(formal);
            values.put(carry.name(), formal);
        }
        ExpressionLowering inside = outside.within(values);
        List<Node> results = results(scan, inside);
        Map<Node, Variable> constants = constants(frame, results, inside.names());
        List<Node> operands = new ArrayList<>(initials);
        frame.slices().forEach((sequence, formal) -> {
            operands.add(sequence);
            formals.add(formal);
        });
        constants.forEach((constant, formal) -> {
            operands.add(Truth.number(dag, constant));
            formals.add(formal);
        });
        List<Node> step = withFormals(results, constants);
        int sequences = frame.slices().size();
        frames.leave(frame);
        Lambda lambda = new Lambda(scan.axis().dim().name() + " step", formals, step);
        outside.at(scan);
        Scan node = dag.scan(scan.axis(), scan.isReverse(), initials.size(), sequences, lambda, operands);
        return dag.result(node, scan.emitted().isPresent() ? node.emitted(0) : node.last(0));
    }

    /** The next carries, then what is emitted. */
    private static List<Node> results(TypedExpression.Scan scan, ExpressionLowering inside) {
        for (TypedExpression.Let let : scan.definitions()) {
            inside.define(let);
        }
        List<Node> results = new ArrayList<>();
        Map<String, Node> updated = new HashMap<>();
        for (int i = 0; i < scan.next().size(); i++) {
            Node next = inside.lower(scan.next().get(i));
            results.add(next);
            updated.put(scan.carries().get(i).name(), next);
        }
        scan.emitted().ifPresent(emitted -> results.add(inside.within(updated).lower(emitted)));
        return results;
    }

    /** Formals for the largest parts of the step that are the same at every step. */
    private static Map<Node, Variable> constants(Frames.Frame frame, List<Node> results, Map<Node, String> names) {
        Set<Node> same = new LinkedHashSet<>();
        for (Node node : Reachable.from(results)) {
            if (frame.changes(node)) {
                node.operands().stream()
                        .filter(operand -> !frame.changes(operand))
                        .forEach(same::add);
            }
        }
        results.stream().filter(result -> !frame.changes(result)).forEach(same::add);
        Map<Node, Variable> constants = new LinkedHashMap<>();
        for (Node node : same) {
            if (!(node instanceof Constant || node instanceof AxisSize)) {
                constants.put(node, frame.formal(nameOf(node, names), node.shape()));
            }
        }
        return constants;
    }

    /** That of the value, or of the one that it is an access of. */
    private static String nameOf(Node node, Map<Node, String> names) {
        Node named = node;
        while (!names.containsKey(named) && named.operands().size() == 1) {
            named = named.operand(0);
        }
        return names.getOrDefault(named, "value");
    }

    private List<Node> withFormals(List<Node> results, Map<Node, Variable> constants) {
        Map<Node, Node> replacements = new HashMap<>();
        constants.forEach((constant, formal) -> replacements.put(constant, Truth.value(dag, constant.type(), formal)));
        Map<Node, Node> images = Substitution.in(dag, results, replacements);
        return results.stream().map(images::get).toList();
    }
}
