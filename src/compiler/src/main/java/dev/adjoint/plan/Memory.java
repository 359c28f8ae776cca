package dev.adjoint.plan;

import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Shape;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives memory to what a portion of a pass computes and a later one reads. Within one method, scalars stay locals, unless
 * a call reads them.
 *
 * <p>What owns a piece of memory is a value, a {@link Buffer}, or a component of a tuple that nobody reads.
 */
final class Memory {
    private final Layouts layouts;
    private final List<Portion> portions;
    private final boolean isWhole;
    private final Map<Node, Place> fixed;
    private final Map<Object, Place> places = new HashMap<>();
    private final Map<Object, Integer> lastUse = new HashMap<>();
    private final Set<Object> addressed = new HashSet<>();
    private final Slots arrays = new Slots();
    private final Slots cells = new Slots();

    /**
     * @param isWhole whether all portions become one method
     * @param fixed places that are decided
     * @param components of tuples, those that somebody reads
     * @param result the scalar that the pass returns
     */
    Memory(
            Layouts layouts,
            List<Portion> portions,
            boolean isWhole,
            Map<Node, Place> fixed,
            Components components,
            Optional<Node> result) {
        this.layouts = layouts;
        this.portions = portions;
        this.isWhole = isWhole;
        this.fixed = new IdentityHashMap<>(fixed);
        places.putAll(fixed);
        for (int i = 0; i < portions.size(); i++) {
            findUses(i);
        }
        result.ifPresent(r -> lastUse.put(owner(r), portions.size()));
        for (int i = 0; i < portions.size(); i++) {
            allocate(i, components);
        }
    }

    /** Where a value or a buffer lies; null if it is in no memory. */
    Place place(Object valueOrBuffer) {
        if (!(valueOrBuffer instanceof Node node)) {
            return places.get(valueOrBuffer);
        }
        Object owner = owner(node);
        Place place = places.get(owner);
        return owner == node || place == null ? place : new Place(place.storage(), place.index(), layouts.of(node));
    }

    /** Where an operand that is read as a whole lies, or its copy. */
    Place operand(Node user, int position) {
        return place(read(user, position));
    }

    /** Whether a portion must leave a value in its memory. A cheap value may be computed by several; in the end, nobody reads it. */
    boolean isLeftIn(Node node, int portion) {
        Place place = place(node);
        if (place == null) {
            return false;
        }
        boolean isOwn = place.storage() == Storage.SCRATCH || place.storage() == Storage.CELL;
        return !isOwn || lastUse.getOrDefault(node, -1) > portion;
    }

    /** The axes of every scratch array. */
    List<Shape> scratch() {
        return arrays.shapes();
    }

    /** Number of scalar cells. */
    int cells() {
        return cells.shapes().size();
    }

    /** All values with a place. */
    Map<Node, Place> places(Collection<Node> nodes) {
        Map<Node, Place> all = new IdentityHashMap<>(fixed);
        for (Node node : nodes) {
            Place place = place(node);
            if (place != null) {
                all.put(node, place);
            }
        }
        return all;
    }

    private Object read(Node user, int position) {
        Optional<Buffer> copy = layouts.copy(user, position);
        return copy.isPresent() ? copy.get() : Inputs.of(user).get(position);
    }

    /** Whose memory a value lies in. */
    private Object owner(Object value) {
        Object owner = value;
        while (owner instanceof Node alias && Alias.is(alias) && !fixed.containsKey(alias)) {
            owner = read(alias, 0);
        }
        return owner;
    }

    private void findUses(int portion) {
        Optional<Node> run = portions.get(portion).run();
        if (run.isPresent()) {
            for (int i = 0; i < Inputs.of(run.get()).size(); i++) {
                Object owner = owner(read(run.get(), i));
                lastUse.put(owner, portion);
                addressed.add(owner);
            }
        } else {
            for (Node node : portions.get(portion).mentions()) {
                lastUse.put(owner(node), portion);
            }
        }
    }

    private void allocate(int portion, Components components) {
        for (Item item : portions.get(portion).items()) {
            if (item.isLocal()) {
                allocate(item.node(), layouts.of(item.node()), portion);
            } else if (item.action() instanceof Action.Accumulate accumulate) {
                Reduce reduce = accumulate.reduce();
                allocate(reduce, layouts.of(reduce), portion);
            } else if (item.action() instanceof Action.Spread spread) {
                allocate(spread.scatter(), layouts.of(spread.scatter()), portion);
            } else if (item.action() instanceof Action.Arrange arrange) {
                allocate(arrange.buffer(), arrange.buffer().shape(), portion);
            } else if (item.action() instanceof Action.Run run) {
                outputs(run.node(), components).forEach((owner, shape) -> {
                    addressed.add(owner);
                    lastUse.merge(owner, portion, Math::max);
                    take(owner, shape, portion);
                });
            }
        }
    }

    private Map<Object, Shape> outputs(Node node, Components components) {
        return node instanceof Reduce ? Map.of(node, layouts.of(node)) : components.of(node);
    }

    private void allocate(Object owner, Shape shape, int start) {
        if (lastUse.getOrDefault(owner, start) > start) {
            take(owner, shape, start);
        }
    }

    private void take(Object owner, Shape shape, int start) {
        if (places.containsKey(owner)) {
            return;
        }
        int end = lastUse.get(owner);
        if (!shape.isScalar()) {
            places.put(owner, new Place(Storage.SCRATCH, arrays.take(shape, start, end), shape));
        } else if (!isWhole || addressed.contains(owner)) {
            places.put(owner, new Place(Storage.CELL, cells.take(shape, start, end), shape));
        }
    }
}
