/**
 * Trains any model: optimisers, and the loop that feeds data, takes gradients and steps.
 *
 * <p>In: {@link dev.adjoint.runtime.Model} and data. Out: {@link dev.adjoint.runtime.train.Trainer} and
 * {@link dev.adjoint.runtime.train.Optimizers}. Imports nothing but {@code dev.adjoint.runtime} and the JDK.
 */
package dev.adjoint.runtime.train;
