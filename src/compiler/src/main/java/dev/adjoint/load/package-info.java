/**
 * Compiles Java source in memory and loads it.
 *
 * <p>In: source text by class name. Out: a running {@link dev.adjoint.runtime.Model}. The only user of
 * {@code javax.tools}; must not import other compiler packages.
 */
package dev.adjoint.load;
