package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Hands out memory within a pass: a slot is used again, for a value over the same axes, once nobody reads its last value
 * any more. With live ranges that come in the order of their starts, this needs the fewest slots.
 */
final class Slots {
    private final List<Shape> shapes = new ArrayList<>();
    private final Map<Set<Axis>, Deque<Integer>> free = new HashMap<>();
    private final PriorityQueue<Taken> taken = new PriorityQueue<>((a, b) -> Integer.compare(a.lastUse, b.lastUse));

    /**
     * A slot for a value that kernel {@code start} computes and kernel {@code lastUse} is the last to read. Starts must not
     * decrease from call to call.
     */
    int take(Shape shape, int start, int lastUse) {
        while (!taken.isEmpty() && taken.peek().lastUse < start) {
            Taken over = taken.remove();
            free.computeIfAbsent(Set.copyOf(shapes.get(over.slot).axes()), k -> new ArrayDeque<>())
                    .push(over.slot);
        }
        Deque<Integer> fitting = free.getOrDefault(Set.copyOf(shape.axes()), new ArrayDeque<>());
        int slot = fitting.isEmpty() ? shapes.size() : fitting.pop();
        if (slot == shapes.size()) {
            shapes.add(shape);
        }
        taken.add(new Taken(slot, lastUse));
        return slot;
    }

    /** The axes of every slot. */
    List<Shape> shapes() {
        return shapes;
    }

    private record Taken(int slot, int lastUse) {}
}
