/**
 * The expression DAG and the tables of operators: what every later stage works on.
 *
 * <p>In: calls to {@link dev.adjoint.expr.Dag}. Out: hash-consed nodes, {@link dev.adjoint.expr.ModelDag}. Imports spans of
 * {@code source} and the runtime's scalar functions; knows nothing of syntax or of Java code.
 */
package dev.adjoint.expr;
