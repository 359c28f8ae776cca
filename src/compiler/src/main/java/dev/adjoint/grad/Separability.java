package dev.adjoint.grad;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a value at one index of an axis depends, by real numbers, on another value at the same index only: then its
 * Jacobian is block-diagonal along that axis.
 */
public final class Separability {
    private Separability() {}

    /**
     * A node on the way from {@code by} to {@code of} that mixes indices of {@code axis}, which both have; empty if there is
     * none, and {@code of} is separable.
     */
    public static Optional<Node> mixing(Collection<? extends Node> of, Collection<? extends Node> by, Axis axis) {
        Set<Node> depending = new HashSet<>(by);
        for (Node node : differentiable(of)) {
            if (node.operands().stream().noneMatch(depending::contains)) {
                continue;
            }
            depending.add(node);
            if (mixes(node, depending, axis)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /** What the values depend on by real numbers, operands before users; conditions change nothing by little steps. */
    private static List<Node> differentiable(Collection<? extends Node> of) {
        Set<Node> seen = new HashSet<>(of);
        Deque<Node> open = new ArrayDeque<>(of);
        while (!open.isEmpty()) {
            for (Node operand : open.pop().operands()) {
                if (operand.type() != ElementType.BOOL && seen.add(operand)) {
                    open.push(operand);
                }
            }
        }
        List<Node> order = new ArrayList<>(seen);
        order.sort(Comparator.comparingInt(Node::id));
        return order;
    }

    private static boolean mixes(Node node, Set<Node> depending, Axis axis) {
        if (node instanceof Reduce reduce) {
            return reduce.axes().contains(axis);
        }
        if (node instanceof Scatter scatter) {
            return scatter.bound().contains(axis) || scatter.targets().contains(axis);
        }
        if (node instanceof Reshape reshape) {
            return reshape.from().contains(axis) || reshape.to().contains(axis);
        }
        if (node instanceof Access access) {
            return mixes(access, axis);
        }
        if (node instanceof Call call) {
            return mixes(call.lambda(), call, depending, axis);
        }
        return node instanceof Scan scan && (scan.axis().equals(axis) || mixes(scan.step(), scan, depending, axis));
    }

    /** An access keeps the axis if it reads it at its own index. */
    private static boolean mixes(Access access, Axis axis) {
        int position = access.axes().indexOf(axis);
        return position >= 0 && !access.indices().get(position).equals(Index.of(axis));
    }

    private static boolean mixes(Lambda lambda, Node user, Set<Node> depending, Axis axis) {
        List<Node> formals = new ArrayList<>();
        for (int i = 0; i < lambda.formals().size(); i++) {
            boolean isCarry = user instanceof Scan scan && i < scan.carries();
            if (isCarry || depending.contains(user.operand(i))) {
                formals.add(lambda.formals().get(i));
            }
        }
        return mixing(lambda.results(), formals, axis).isPresent();
    }
}
