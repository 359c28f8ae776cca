package dev.adjoint.cli.files;

import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads whole text files, so that diagnostics can quote them. */
public final class TextFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TextFile() {}

    /** @throws FileFailure if it cannot be read or is not UTF-8 */
    public static SourceFile read(Path file) {
        try {
            return decode(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new FileFailure("cannot read " + file + ": " + reason(e));
        }
    }

    /**
     * @param name how diagnostics shall call it
     * @throws FileFailure if it cannot be read or is not UTF-8
     */
    public static SourceFile read(String name, InputStream stream) {
        try {
            return decode(name, stream.readAllBytes());
        } catch (IOException e) {
            throw new FileFailure("cannot read " + name + ": " + reason(e));
        }
    }

    /** Why an operation on a file failed, without the file's name. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static SourceFile decode(String name, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new SourceFile(name, text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new FileFailure("cannot read " + name + ": not a text file in UTF-8");
        }
    }
}
