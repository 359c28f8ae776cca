package dev.adjoint.emit;

/**
 * A Java source file.
 *
 * @param className the fully qualified name of its class
 * @param text its content, to be stored in UTF-8
 */
public record GeneratedFile(String className, String text) {
    /** Where it belongs below a source root, with {@code /} between folders. */
    public String path() {
        return className.replace('.', '/') + ".java";
    }
}
