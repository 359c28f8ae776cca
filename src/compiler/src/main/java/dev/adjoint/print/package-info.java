/**
 * Expressions as people read them. In come nodes of the DAG and the names the model gives to some of them; out come
 * formulas as text of the language itself, Unicode or LaTeX, and chain rules step by step.
 *
 * <p>Text is an expression of the language, but for what the language has no form for: {@code scan[s](step(...))} and
 * {@code step.2(...)}, {@code step.last_h(...)} for the several values of a scan or call; calls of layers, with the
 * parameters of one as {@code path.*}, and paths such as {@code dense.W}; {@code reshape} to axes without a name; indices
 * divided by a number, or into what is no name ({@code (x + 1)[i]}); the size of a dim beside its own index. Scatters are
 * sums of conditionals, which the language reads.
 *
 * <p>The way there: {@link dev.adjoint.print.Reading} rewrites nodes for the reader, {@code Phrasing} finds the words (differences, quotients, means), {@code Naming} cuts what is shared
 * or too long into named parts, and a {@code Script} per {@link dev.adjoint.print.Notation} writes it down. Everything
 * is linear in the size of the DAG, which is never walked as a tree.
 *
 * <p>Imports {@code expr}, and {@code source} for positions; nothing else of the compiler.
 */
package dev.adjoint.print;
