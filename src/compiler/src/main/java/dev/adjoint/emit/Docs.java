package dev.adjoint.emit;

import com.palantir.javapoet.CodeBlock;

/** Text of model files as Javadoc. */
final class Docs {
    private Docs() {}

    /** The text as a paragraph of its own; nothing if there is none. */
    static CodeBlock paragraph(String text) {
        String escaped = text.strip()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;")
                .replace("\\", "&#92;")
                .replaceAll("\\R\\s*", "\n");
        return escaped.isEmpty() ? CodeBlock.of("") : CodeBlock.of("$L\n", escaped);
    }
}
