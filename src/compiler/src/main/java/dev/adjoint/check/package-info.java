/**
 * Syntax tree to typed model: names, axes, types, and everything else that can be wrong with a grammatical file.
 *
 * <p>In: {@link dev.adjoint.syntax.Ast} and a {@link dev.adjoint.source.SourceLoader} for what it imports. Out:
 * {@link dev.adjoint.check.TypedModel}, or diagnostics. Imports {@code source}, {@code syntax}, {@code expr} and the
 * vocabulary of the runtime; never a later stage.
 */
package dev.adjoint.check;
