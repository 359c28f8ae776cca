package dev.adjoint.expr;

import java.util.Objects;

/** How many indices a dim has, as far as a model says. */
public sealed interface Extent {
    /** The data decide. */
    record Unbound() implements Extent {}

    /** Always {@code size}. */
    record Fixed(int size) implements Extent {
        public Fixed {
            if (size < 0) {
                throw new IllegalArgumentException("size " + size);
            }
        }
    }

    /**
     * Computed from other sizes: {@code floor(numerator / divisor)}, and 0 where that is negative. Of fixed sizes only it
     * would be {@link Fixed}.
     *
     * @param divisor at least 1
     */
    record Derived(SizeSum numerator, int divisor) implements Extent {
        public Derived {
            Objects.requireNonNull(numerator);
            if (divisor < 1) {
                throw new IllegalArgumentException("a size divided by " + divisor);
            }
        }
    }

    /** {@code floor(numerator / divisor)}, fixed if the numerator is. */
    static Extent of(SizeSum numerator, int divisor) {
        return numerator.isConstant()
                ? new Fixed(Math.max(0, Math.floorDiv(numerator.constant(), divisor)))
                : new Derived(numerator, divisor);
    }
}
