/**
 * Pictures of a training run.
 *
 * <p>In: plain arrays of numbers with names. Out: the bytes of an SVG or PNG file. The only user of XChart and Batik; knows
 * neither models nor files.
 */
package dev.adjoint.cli.plot;
