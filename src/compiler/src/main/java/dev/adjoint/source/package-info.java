/**
 * Texts, places in them, and what is wrong with them.
 *
 * <p>In: the characters of a file. Out: {@link dev.adjoint.source.SourceFile}, {@link dev.adjoint.source.Span} and
 * {@link dev.adjoint.source.Diagnostic}, which every later stage speaks. Imports nothing of ours.
 */
package dev.adjoint.source;
