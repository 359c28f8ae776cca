package dev.adjoint.check;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.SizeSum;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is certain about sizes that the data decide: whether a sum of them cannot be negative, whatever the data. What it
 * finds certain is; what it does not may be certain all the same.
 *
 * <p>Computed sizes are bounded by what they are computed from, {@code (N - D + 1)/D <= floor(N/D) <= N/D}, so that
 * {@code s*floor((h - r)/s) <= h - r}. What remains is a polynomial in unbound sizes, each no less than a known number:
 * counted from there, it is not negative if none of its coefficients is.
 */
final class Bounds {
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
