/**
 * Typed model to expression DAG.
 *
 * <p>In: {@link dev.adjoint.check.TypedModel}. Out: {@link dev.adjoint.expr.ModelDag}, what the author wrote and nothing
 * simplified. Imports {@code check}, {@code syntax}, {@code expr}, {@code source}; never a later stage.
 */
package dev.adjoint.lower;
