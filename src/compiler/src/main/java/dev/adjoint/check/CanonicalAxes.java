package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Turns index variables that a construct made into axes by position, which may shift the primes of others. */
final class CanonicalAxes {
    private CanonicalAxes() {}

    /**
     * The axes that get other names.
     *
     * @param isOwn tells the index variables that become canonical
     */
    static Map<Axis, Axis> of(Shape shape, Predicate<Axis> isOwn) {
        Map<Dim, Integer> earlier = new HashMap<>();
        Map<Axis, Axis> names = new LinkedHashMap<>();
        for (Axis axis : shape.axes()) {
            if (axis.isCanonical() || isOwn.test(axis)) {
                int count = earlier.merge(axis.dim(), 1, Integer::sum);
                Axis canonical = Axis.of(axis.dim(), count - 1);
                if (!canonical.equals(axis)) {
                    names.put(axis, canonical);
                }
            }
        }
        return names;
    }

    static Shape rename(Shape shape, Map<Axis, Axis> names) {
        List<Axis> axes = shape.axes().stream()
                .map(axis -> names.getOrDefault(axis, axis))
                .toList();
        return new Shape(axes);
    }
}
