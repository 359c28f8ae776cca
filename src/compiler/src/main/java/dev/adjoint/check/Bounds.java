package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.SizeSum;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is certain about sizes that the data decide: whether a sum of them cannot be negative, whatever the data. What it
 * finds certain is; what it does not may be certain all the same.
 *
 * <p>Computed sizes are bounded by what they are computed from, {@code (N - D + 1)/D <= floor(N/D) <= N/D}, so that
 * {@code s*floor((h - r)/s) <= h - r}. What remains is a polynomial in unbound sizes, each no less than a known number:
 * counted from there, it is not negative if none of its coefficients is.
 */
final class Bounds {
    /** So small that trying every size below takes no time. */
    private static final int LARGEST = 1 << 20;

    private final Map<Dim, Integer> least = new HashMap<>();

    /** @param nonEmpty dims that have an index: what is to be shown matters only if they do */
    Bounds(Collection<Dim> nonEmpty) {
        nonEmpty.forEach(this::assumeNonEmpty);
    }

    /** That {@code floor(N/D) >= 1} says {@code N >= D}, and so perhaps something about a size in N. */
    private void assumeNonEmpty(Dim dim) {
        least.merge(dim, 1, Math::max);
        if (dim.extent() instanceof Extent.Derived derived
                && derived.numerator().terms().size() == 1) {
            Map.Entry<List<Dim>, Integer> term =
                    derived.numerator().terms().entrySet().iterator().next();
            int coefficient = term.getValue();
            if (term.getKey().size() == 1 && coefficient > 0) {
                int enough = -Math.floorDiv(derived.numerator().constant() - derived.divisor(), coefficient);
                least.merge(term.getKey().get(0), enough, Math::max);
            }
        }
    }

    /**
     * From which size of the only unbound dim in it on a sum is certainly not negative; empty if there is no such size, or
     * none is needed, or other dims matter as well.
     */
    static Optional<Map.Entry<Dim, Integer>> leastSize(SizeSum sum, Collection<Dim> nonEmpty) {
        Set<Dim> free = free(sum);
        if (free.size() != 1) {
            return Optional.empty();
        }
        Dim dim = free.iterator().next();
        int enough = 1;
        while (enough < LARGEST && !isNonNegativeFrom(enough, dim, sum, nonEmpty)) {
            enough *= 2;
        }
        if (enough >= LARGEST) {
            return Optional.empty();
        }
        // What bounds show may be too much; with one number to choose, it can be tried.
        while (enough > 0 && holdsAt(enough - 1, dim, sum, nonEmpty)) {
            enough--;
        }
        return enough == 0 ? Optional.empty() : Optional.of(Map.entry(dim, enough));
    }

    private static Set<Dim> free(SizeSum sum) {
        Set<Dim> free = new HashSet<>();
        sum.terms().keySet().forEach(dims -> dims.forEach(dim -> addFree(dim, free)));
        return free;
    }

    private static void addFree(Dim dim, Set<Dim> free) {
        if (dim.extent() instanceof Extent.Derived derived) {
            derived.numerator().terms().keySet().forEach(dims -> dims.forEach(part -> addFree(part, free)));
        } else if (!dim.isFixed()) {
            free.add(dim);
        }
    }

    private static boolean isNonNegativeFrom(int size, Dim dim, SizeSum sum, Collection<Dim> nonEmpty) {
        Bounds bounds = new Bounds(nonEmpty);
        bounds.least.merge(dim, size, Math::max);
        return bounds.isNonNegative(sum);
    }

    private static boolean holdsAt(int size, Dim dim, SizeSum sum, Collection<Dim> nonEmpty) {
        boolean isRead = nonEmpty.stream()
                .filter(index -> free(SizeSum.of(index)).equals(Set.of(dim))) // others may have an index
                .allMatch(index -> index.size(free -> size) > 0);
        return !isRead || sum.evaluate(part -> part.size(free -> size)) >= 0;
    }

    boolean isAtMost(SizeSum a, SizeSum b) {
        return isNonNegative(b.minus(a));
    }

    /** Whether the sum is certainly not negative. */
    boolean isNonNegative(SizeSum sum) {
        try {
            Optional<Dim> computed = sum.terms().keySet().stream()
                    .filter(dims -> dims.size() == 1)
                    .map(dims -> dims.get(0))
                    .filter(dim -> dim.extent() instanceof Extent.Derived)
                    .findFirst();
            return computed.isPresent() ? isNonNegative(sum, computed.get()) : hasNoNegativeCoefficient(sum);
        } catch (ArithmeticException overflow) {
            return false; // numbers that large show nothing
        }
    }

    /** By bounds of a computed size. */
    private boolean isNonNegative(SizeSum sum, Dim dim) {
        Extent.Derived extent = (Extent.Derived) dim.extent();
        int coefficient = sum.terms().get(List.of(dim));
        SizeSum rest = sum.minus(SizeSum.of(dim).times(coefficient));
        SizeSum scaledRest = rest.times(extent.divisor());
        int leastSize = least.getOrDefault(dim, 0);
        if (coefficient < 0) {
            boolean atMost = isNonNegative(scaledRest.plus(extent.numerator().times(coefficient)));
            // A size is 0 where its formula is negative.
            return atMost && (leastSize > 0 || isNonNegative(rest));
        }
        SizeSum lowest = extent.numerator().plus(1 - extent.divisor()).times(coefficient);
        return isNonNegative(rest.plus(Math.multiplyExact(coefficient, leastSize)))
                || isNonNegative(scaledRest.plus(lowest));
    }

    private boolean hasNoNegativeCoefficient(SizeSum sum) {
        SizeSum shifted = SizeSum.of(sum.constant());
        for (Map.Entry<List<Dim>, Integer> term : sum.terms().entrySet()) {
            SizeSum product = SizeSum.of(term.getValue());
            for (Dim dim : term.getKey()) {
                SizeSum size = new SizeSum(Map.of(List.of(dim), 1), least.getOrDefault(dim, 0));
                product = product.times(size);
            }
            shifted = shifted.plus(product);
        }
        return shifted.constant() >= 0 && shifted.terms().values().stream().allMatch(c -> c >= 0);
    }
}
