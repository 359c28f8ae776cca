/**
 * Turns expressions into a program: loop nests in order, what each computes, and where every value lives.
 *
 * <p>In: an optimised {@link dev.adjoint.expr.ModelDag} and the gradients as nodes of the same DAG. Out:
 * {@link dev.adjoint.plan.Program}. Must not import anything that knows Java source text, nor other compiler packages.
 */
package dev.adjoint.plan;
