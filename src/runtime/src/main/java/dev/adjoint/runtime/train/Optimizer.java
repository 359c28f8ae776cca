package dev.adjoint.runtime.train;

import dev.adjoint.runtime.RealArray;

/**
 * A rule that moves a point against a gradient, with what it remembers of earlier steps.
 *
 * <p>Made by {@link Optimizers#create} for one precision and one number of elements. Computes in double and stores in the
 * point's precision. Not thread-safe.
 */
public interface Optimizer {
    /**
     * Moves the point. All elements move at once, by the gradient at one and the same point. Allocates nothing.
     *
     * @param point its first elements, as many as the optimiser was made for, are overwritten; further ones are left alone
     * @param gradient the gradient there
     */
    void step(RealArray point, RealArray gradient);
}
