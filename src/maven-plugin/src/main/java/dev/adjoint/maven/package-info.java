/**
 * The Maven plugin. In: the model files of a build. Out: generated Java in its source roots, and messages.
 *
 * <p>{@code GenerateMojo} only translates between Maven and {@code Generation}, which does the work and knows nothing of
 * Maven. Of the compiler only {@code driver} and {@code source} may be imported.
 */
package dev.adjoint.maven;
