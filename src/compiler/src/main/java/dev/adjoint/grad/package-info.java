/**
 * Differentiates expressions. In: nodes of a DAG. Out: nodes of the same DAG, which can be differentiated again. Knows no
 * operator by name: the partials stand in the tables of {@code expr}, the only package imported.
 */
package dev.adjoint.grad;
