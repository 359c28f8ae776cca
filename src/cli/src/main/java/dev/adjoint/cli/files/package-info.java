/**
 * The files the command line reads and writes.
 *
 * <p>In: samples as CSV, JSON or arrays, parameters as JSON or safetensors; {@code arrays} knows the binary formats. Out:
 * {@link dev.adjoint.runtime.Tensor}s that fit a {@link dev.adjoint.runtime.Signature}, or a
 * {@link dev.adjoint.cli.files.FileFailure} that says what is wrong and where; and files that are either written whole or not
 * at all. Knows neither commands nor the compiler, except for {@code source}'s diagnostics.
 */
package dev.adjoint.cli.files;
