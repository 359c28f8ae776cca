package dev.adjoint.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Orders things so that each comes after what it depends on, and finds the cycles that prevent it. Without recursion:
 * chains of definitions may be tens of thousands long.
 *
 * @param order everything, dependencies first; within a cycle the order is arbitrary
 * @param cycles each a closed path, {@code a, b, a}
 */
record DependencyOrder<T>(List<T> order, List<List<T>> cycles) {

    static <T> DependencyOrder<T> of(Collection<T> things, Function<T, ? extends Collection<T>> dependencies) {
        List<T> order = new ArrayList<>();
        List<List<T>> cycles = new ArrayList<>();
        Set<T> done = new HashSet<>();
        List<T> path = new ArrayList<>();
        Map<T, Integer> placeOnPath = new HashMap<>();
        Deque<Iterator<T>> ahead = new ArrayDeque<>();
        for (T root : things) {
            ahead.push(List.of(root).iterator());
            while (!ahead.isEmpty()) {
                if (ahead.peek().hasNext()) {
                    T next = ahead.peek().next();
                    if (placeOnPath.containsKey(next)) {
                        List<T> cycle = new ArrayList<>(path.subList(placeOnPath.get(next), path.size()));
                        cycle.add(next);
                        cycles.add(cycle);
                    } else if (!done.contains(next)) {
                        placeOnPath.put(next, path.size());
                        path.add(next);
                        ahead.push(List.<T>copyOf(dependencies.apply(next)).iterator());
                    }
                } else {
                    ahead.pop();
                    if (!path.isEmpty()) {
                        T last = path.remove(path.size() - 1);
                        placeOnPath.remove(last);
                        done.add(last);
                        order.add(last);
                    }
                }
            }
        }
        return new DependencyOrder<>(order, cycles);
    }
}
