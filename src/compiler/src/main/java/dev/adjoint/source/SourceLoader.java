package dev.adjoint.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the texts of imported files come from. */
@FunctionalInterface
public interface SourceLoader {
    /** Reads UTF-8 files; a name is a path. */
    SourceLoader FILES = name -> new SourceFile(name, Files.readString(Path.of(name)));

    /**
     * @param name a normalised path, relative if the importing file was named by a relative path
     * @throws IOException if there is no such text or it cannot be read; its message tells the user why
     */
    SourceFile load(String name) throws IOException;
}
