package dev.adjoint.driver;

/**
 * A generated Java file.
 *
 * @param path where it belongs below a source root, with forward slashes: {@code model/Softplus.java}
 * @param text its content
 */
public record JavaSource(String path, String text) {}
