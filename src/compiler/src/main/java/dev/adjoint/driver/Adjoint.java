package dev.adjoint.driver;

import dev.adjoint.source.SourceFile;
import java.nio.file.Path;

/** The compiler's front door: from a model file to a {@link CompiledModel}. Thread-safe. */
public final class Adjoint {
    private Adjoint() {}

    /**
     * Reads, checks and lowers a model file and what it imports. Never throws for a bad model: unreadable files, syntax
     * errors and all others are diagnostics.
     */
    public static Analysis analyse(Path file) {
        throw new IllegalStateException(file.toString());
    }

    /** The same for a text already read; imports are resolved against the folder of its name. */
    public static Analysis analyse(SourceFile file) {
        throw new IllegalStateException(file.toString());
    }
}
