/**
 * Evaluates expressions directly: the oracle that generated code is compared with, and the means to look at every
 * intermediate value.
 *
 * <p>In: nodes and the values of their variables. Out: the value of every node. Imports {@code expr} only.
 */
package dev.adjoint.interpret;
