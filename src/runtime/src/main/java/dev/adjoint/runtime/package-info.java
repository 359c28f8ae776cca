/**
 * What generated models need to run, and what drives them: scalar functions, contractions, arrays, random numbers,
 * optimisers, trainer.
 *
 * <p>In: nothing of ours and no library. Out: {@link dev.adjoint.runtime.Model} and what is around it.
 */
package dev.adjoint.runtime;
