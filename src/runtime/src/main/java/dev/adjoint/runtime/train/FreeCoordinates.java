package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.SpecialFunctions;
import java.util.List;

/**
 * Constrained parameters as smooth functions of free ones, so that an optimiser can step anywhere.
 *
 * <p>The transforms are those of the Stan Reference Manual, "Constraint Transforms":
 *
 * <pre>
 * (a, inf)    w = a + exp u
 * (-inf, b)   w = b - exp u
 * (a, b)      w = a + (b - a) sigmoid u
 * </pre>
 *
 * <p>Models and their gradients are in natural coordinates w. An optimiser's step is taken between {@link #enter}, which
 * puts u in place of w, and {@link #leave}. The u are remembered in between, so that nothing is lost where w is rounded.
 * Where it would be rounded to a bound or to infinity, it becomes the nearest number inside. Costs nothing where nothing
 * is constrained.
 */
final class FreeCoordinates {
    private final List<Constrained> constrained;

    /** @throws IllegalArgumentException if a trained parameter's value is not inside its interval */
    FreeCoordinates(Signature signature, RealArray flat) {
        constrained = signature.parameters().stream()
                .filter(p -> !p.frozen() && !p.constraint().isAll())
                .map(p -> new Constrained(p, flat))
                .toList();
    }

    /** Replaces w by u, and d loss / dw by d loss / du. */
    void enter(RealArray flat, RealArray gradient) {
        for (int i = 0; i < constrained.size(); i++) { // no iterator: a step allocates nothing
            constrained.get(i).enter(flat, gradient);
        }
    }

    /** Replaces u by w and remembers u. */
    void leave(RealArray flat) {
        for (int i = 0; i < constrained.size(); i++) {
            constrained.get(i).leave(flat);
        }
    }

    /** One parameter: its interval, and the u of each of its elements. */
    private static final class Constrained {
        private final int offset;
        private final double low;
        private final double high;
        private final double least;
        private final double greatest;
        private final RealArray free;

        Constrained(Signature.Parameter parameter, RealArray flat) {
            Interval interval = parameter.constraint();
            Precision precision = flat.precision();
            offset = parameter.offset();
            low = interval.low();
            high = interval.high();
            least = above(low, precision);
            greatest = -above(-high, precision);
            free = RealArray.allocate(precision, parameter.count());
            for (int i = 0; i < free.length(); i++) {
                double w = flat.get(offset + i);
                if (!interval.contains(w)) {
                    throw new IllegalArgumentException(
                            "value " + w + " of parameter " + parameter.name() + " is outside " + interval);
                }
                free.set(i, free(w));
            }
        }

        /** The smallest number of that precision above {@code bound}. */
        private static double above(double bound, Precision precision) {
            if (precision == Precision.F64) {
                return Math.nextUp(bound);
            }
            float nearest = (float) bound;
            return nearest > bound ? nearest : Math.nextUp(nearest);
        }

        void enter(RealArray flat, RealArray gradient) {
            for (int i = 0; i < free.length(); i++) {
                double u = free.get(i);
                flat.set(offset + i, u);
                gradient.set(offset + i, gradient.get(offset + i) * slope(u));
            }
        }

        void leave(RealArray flat) {
            for (int i = 0; i < free.length(); i++) {
                double u = flat.get(offset + i);
                free.set(i, u);
                flat.set(offset + i, Math.min(Math.max(natural(u), least), greatest));
            }
        }

        private double free(double w) {
            if (high == Double.POSITIVE_INFINITY) {
                return Math.log(w - low);
            }
            if (low == Double.NEGATIVE_INFINITY) {
                return Math.log(high - w);
            }
            return Math.log(w - low) - Math.log(high - w);
        }

        private double natural(double u) {
            if (high == Double.POSITIVE_INFINITY) {
                return low + Math.exp(u);
            }
            if (low == Double.NEGATIVE_INFINITY) {
                return high - Math.exp(u);
            }
            return low + (high - low) * SpecialFunctions.sigmoid(u);
        }

        /** dw/du. */
        private double slope(double u) {
            if (high == Double.POSITIVE_INFINITY) {
                return Math.exp(u);
            }
            if (low == Double.NEGATIVE_INFINITY) {
                return -Math.exp(u);
            }
            return (high - low) * SpecialFunctions.sigmoid(u) * SpecialFunctions.sigmoid(-u);
        }
    }
}
