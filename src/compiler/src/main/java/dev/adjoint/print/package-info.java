/**
 * Expressions as people read them. In come nodes of the DAG and the names the model gives to some of them; out come
 * formulas as text of the language itself, Unicode or LaTeX, and chain rules step by step.
 *
 * <p>The way there: {@code Phrasing} finds the words (differences, quotients, means), {@code Naming} cuts what is shared
 * or too long into named parts, and a {@code Script} per {@link dev.adjoint.print.Notation} writes it down. Everything
 * is linear in the size of the DAG, which is never walked as a tree.
 *
 * <p>Imports {@code expr}, and {@code source} for positions; nothing else of the compiler.
 */
package dev.adjoint.print;
