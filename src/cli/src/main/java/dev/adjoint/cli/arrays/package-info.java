/**
 * Binary files of arrays: NumPy's {@code .npy} and {@code .npz}, and safetensors.
 *
 * <p>In: bytes that anyone may have written, so that nothing in them is believed before it is checked. Out: names, sizes and
 * elements as doubles, or an {@link dev.adjoint.cli.arrays.ArrayFormatException} that says what is wrong; and the same files
 * from {@link dev.adjoint.runtime.Tensor}s. Knows no models.
 */
package dev.adjoint.cli.arrays;
