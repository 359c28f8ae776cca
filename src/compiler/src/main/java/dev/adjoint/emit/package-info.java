/**
 * Writes a planned program as Java source.
 *
 * <p>In: {@link dev.adjoint.plan.Program}. Out: {@link dev.adjoint.emit.GeneratedFile}, four for each model. The only user
 * of JavaPoet; must not import other compiler packages than {@code plan} and {@code expr}.
 */
package dev.adjoint.emit;
