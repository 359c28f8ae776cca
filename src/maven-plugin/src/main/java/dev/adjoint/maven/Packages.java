package dev.adjoint.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which Java package a model file's classes go to.
 *
 * @param fixed the package of every file, if given; otherwise the folder of a file names it
 * @param top the package of files that lie in no folder
 */
record Packages(Optional<String> fixed, String top) {
    /**
     * @param file relative to the source directory
     * @return the package; not checked
     */
    String of(Path file) {
        return fixed.orElseGet(() -> folder(file));
    }

    private String folder(Path file) {
        if (file.getParent() == null) {
            return top;
        }
        List<String> names = new ArrayList<>();
        file.getParent().forEach(name -> names.add(name.toString()));
        return String.join(".", names);
    }
}
