package dev.adjoint.cli.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files that appear together, each whole or not at all: every one is written beside its place under another name, and
 * {@link #commit} moves them there. What is not committed is removed by {@link #close}.
 */
public final class StagedFiles implements AutoCloseable {
    private final Map<Path, Path> temporaries = new LinkedHashMap<>();

    /**
     * Checks that a file could be written, by starting to.
     *
     * @throws FileFailure if not
     */
    public static void requireWritable(Path file) {
        try (StagedFiles probe = new StagedFiles()) {
            probe.stage(file, new byte[0]);
        }
    }

    /** Writes one file whole. */
    public static void write(Path file, byte[] content) {
        try (StagedFiles files = new StagedFiles()) {
            files.stage(file, content);
            files.commit();
        }
    }

    /** Writes one text file whole, in UTF-8. */
    public static void write(Path file, String content) {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws FileFailure if there is no such folder and it cannot be made */
    public static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FileFailure("cannot make folder " + folder + ": " + TextFile.reason(e));
        }
    }

    /** @throws FileFailure if it cannot be written there */
    public void stage(Path file, byte[] content) {
        try {
            if (Files.isDirectory(file)) {
                throw new FileFailure("cannot write " + file + ": it is a folder");
            }
            if (isSpecial(file)) {
                // A device or pipe such as /dev/stdout cannot be replaced: only written to.
                temporaries.put(file, file);
                if (content.length > 0) {
                    Files.write(file, content);
                }
                return;
            }
            Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            if (Files.exists(place) && !Files.isWritable(place)) {
                throw new FileFailure("cannot write " + file + ": permission denied");
            }
            Path temporary = place.resolveSibling(
                    "." + place.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
            temporaries.put(place, temporary);
            Files.write(temporary, content, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new FileFailure("cannot write " + file + ": " + TextFile.reason(e));
        }
    }

    /** @throws FileFailure if a file cannot be moved to its place */
    public void commit() {
        for (Map.Entry<Path, Path> entry : temporaries.entrySet()) {
            Path place = entry.getKey();
            if (!place.equals(entry.getValue())) {
                move(entry.getValue(), place);
            }
        }
        temporaries.clear();
    }

    /** Removes what was staged and not committed. */
    @Override
    public void close() {
        temporaries.forEach((place, temporary) -> {
            if (!place.equals(temporary)) {
                remove(temporary);
            }
        });
    }

    private static boolean isSpecial(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.exists(file) && !Files.isRegularFile(file);
    }

    private static void move(Path temporary, Path place) {
        try {
            try {
                Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, place, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new FileFailure("cannot write " + place + ": " + TextFile.reason(e));
        }
    }

    private static void remove(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new FileFailure("cannot remove " + temporary + ": " + TextFile.reason(e));
        }
    }
}
