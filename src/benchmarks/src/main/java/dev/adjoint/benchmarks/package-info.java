/**
 * Measurements of the compiler, of what it generates and of the command line. In: the example models. Out: tables.
 *
 * <p>{@link dev.adjoint.benchmarks.Figures} is the way in. Of the compiler only {@code driver} and {@code source} may be
 * imported, as by any other user.
 */
package dev.adjoint.benchmarks;
