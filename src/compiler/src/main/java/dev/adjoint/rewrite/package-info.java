/**
 * Rewrites expressions into simpler, cheaper and numerically safer ones. In: nodes of a DAG. Out: nodes of the same DAG.
 *
 * <p>{@link dev.adjoint.rewrite.Simplify} is the one pass; it brings sums and products into normal form and applies the
 * rules of {@link dev.adjoint.rewrite.Rules}. Imports {@code expr} only; knows nothing of differentiation, so that the same
 * pass serves before and after it.
 */
package dev.adjoint.rewrite;
