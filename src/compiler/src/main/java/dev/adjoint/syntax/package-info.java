/**
 * Text to syntax tree.
 *
 * <p>In: a {@link dev.adjoint.source.SourceFile}. Out: {@link dev.adjoint.syntax.Ast}, and diagnostics for what is not
 * grammatical. The only user of ANTLR; imports {@code source} only and knows nothing of names, axes or types.
 */
package dev.adjoint.syntax;
