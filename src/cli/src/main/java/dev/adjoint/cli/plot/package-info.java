/**
 * Pictures of a training run.
 *
 * <p>In: plain arrays of numbers with names. Out: the bytes of an SVG or PNG file. The only user of XChart and Batik; knows
 * no models, and of {@code files} only how numbers are written.
 */
package dev.adjoint.cli.plot;
