package dev.adjoint.plan;

import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In which order of axes values lie in memory.
 *
 * <p>A value that someone reads in a certain order is stored so from the start, if it can be; whoever cannot live with that
 * reads a copy. A reshape or renaming is the memory of its operand under other axes.
 */
final class Layouts {
    private final AxisOrder order;
    private final Map<Node, Place> fixed;
    private final Map<Node, Shape> layouts = new IdentityHashMap<>();
    private final Map<Node, List<Wish>> wishes = new IdentityHashMap<>();

    /**
     * @param cone what is computed, operands first
     * @param fixed places of values that someone else chose
     */
    Layouts(List<Node> cone, AxisOrder order, Map<Node, Place> fixed) {
        this.order = order;
        this.fixed = fixed;
        for (int i = cone.size() - 1; i >= 0; i--) {
            collectWishes(cone.get(i));
        }
        fixed.forEach((node, place) -> layouts.put(node, place.shape()));
        for (Node node : cone) {
            if (!fixed.containsKey(node)) {
                layouts.put(node, choose(node));
            }
        }
    }

    private void collectWishes(Node user) {
        List<Node> inputs = Inputs.of(user);
        for (int i = 0; i < inputs.size(); i++) {
            Wish wish = Wish.of(user, i);
            if (wish != null) {
                wishes.computeIfAbsent(inputs.get(i), n -> new ArrayList<>()).add(wish);
            }
        }
        if (Alias.is(user)) {
            for (Wish wish : wishes.getOrDefault(user, List.of())) {
                Shape shape = wish instanceof Wish.Exactly exactly ? Alias.operand(user, exactly.shape()) : null;
                if (shape != null) {
                    wishes.get(user.operand(0)).add(0, new Wish.Exactly(shape));
                }
            }
        }
    }

    /** The order of axes in which a value is stored, if it is. */
    Shape of(Node node) {
        return layouts.getOrDefault(node, node.shape());
    }

    /** The copy that {@code user} reads instead of the operand's own memory. */
    Optional<Buffer> copy(Node user, int position) {
        Node operand = Inputs.of(user).get(position);
        Wish wish = Wish.of(user, position);
        if (wish == null || wish.isMetBy(of(operand)) && isAddressable(operand, wish)) {
            return Optional.empty();
        }
        Shape shape;
        if (wish instanceof Wish.Exactly exactly) {
            shape = exactly.shape();
        } else if (wish instanceof Wish.Together together) {
            shape = together.gathered(order.sorted(operand.shape()));
        } else {
            shape = order.sorted(operand.shape());
        }
        return Optional.of(new Buffer(operand, shape));
    }

    /** Literals and scalar data are no memory. */
    private boolean isAddressable(Node operand, Wish wish) {
        Place place = fixed.get(operand);
        boolean isByValue = place != null
                && place.storage() == Storage.DATA
                && operand.shape().isScalar();
        return !isByValue && !(operand instanceof Constant) && !(operand instanceof AxisSize);
    }

    private Shape choose(Node node) {
        if (node instanceof Result result) {
            return ofResult(result.tuple(), result.index(), order);
        }
        if (Alias.is(node)) {
            Shape operand = copy(node, 0).map(Buffer::shape).orElseGet(() -> of(node.operand(0)));
            return Alias.of(node, operand);
        }
        for (Wish wish : wishes.getOrDefault(node, List.of())) {
            if (wish instanceof Wish.Exactly exactly && sameAxes(exactly.shape(), node.shape())) {
                return exactly.shape();
            }
            if (wish instanceof Wish.Together together && node.shape().containsAll(together.axes())) {
                Shape sorted = order.sorted(node.shape());
                return together.isMetBy(sorted) ? sorted : together.gathered(sorted);
            }
        }
        return order.sorted(node.shape());
    }

    /** Whether an element of the one is an element of the other, whatever the order. */
    static boolean sameAxes(Shape a, Shape b) {
        return a.rank() == b.rank() && a.containsAll(b.axes());
    }

    /** How a method leaves a component of what a call or scan gives: like an argument over the same axes, if there is one. */
    static Shape ofResult(Node tuple, int index, AxisOrder order) {
        if (tuple instanceof Call call) {
            return ofResult(call.lambda(), call.lambda().results().get(index).shape(), order);
        }
        Scan scan = (Scan) tuple;
        Shape along = Shape.of(scan.axis());
        if (index < scan.carries()) {
            return scan.step().formals().get(index).shape();
        }
        if (index < 2 * scan.carries()) {
            return along.union(scan.step().formals().get(index - scan.carries()).shape());
        }
        Shape emitted = scan.step().results().get(index - scan.carries()).shape();
        return along.union(ofResult(scan.step(), emitted.minus(along.axes()), order));
    }

    /** How a method leaves a result of that shape. */
    static Shape ofResult(Lambda lambda, Shape shape, AxisOrder order) {
        return lambda.formals().stream()
                .map(Variable::shape)
                .filter(formal -> sameAxes(formal, shape))
                .findFirst()
                .orElseGet(() -> order.sorted(shape));
    }
}
