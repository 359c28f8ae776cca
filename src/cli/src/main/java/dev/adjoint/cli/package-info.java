/**
 * The {@code adjoint} command: one class for each subcommand, and what they share.
 *
 * <p>In: arguments, model files, data files. Out: text, files and an exit status: 0 for success, 1 for an invalid model,
 * bad data or a failed run, 2 for wrong usage. Asks the compiler through {@code driver} only.
 */
package dev.adjoint.cli;
