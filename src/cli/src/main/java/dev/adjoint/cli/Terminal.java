package dev.adjoint.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What there is to know about the terminal, if any. */
final class Terminal {
    private static final int DEFAULT_WIDTH = 80;

    private Terminal() {}

    /** Whether standard error goes to a terminal that understands colours and moving the cursor. */
    static boolean isErrorStream() {
        return System.console() != null
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"))
                && !isErrorRedirected();
    }

    static int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    /** UTF-8, which formulas and JSON need, unless there is a terminal that asks for something other than bare ASCII. */
    static Charset charset() {
        Console console = System.console();
        boolean bare = console == null || console.charset().equals(StandardCharsets.US_ASCII);
        return bare ? StandardCharsets.UTF_8 : console.charset();
    }

    /** Java knows only whether standard input and output are terminals; Linux tells about standard error too. */
    private static boolean isErrorRedirected() {
        Path link = Path.of("/proc/self/fd/2");
        try {
            return Files.isSymbolicLink(link)
                    && !Files.readSymbolicLink(link).toString().matches("/dev/(pts/|tty|console).*");
        } catch (IOException e) {
            // Without an answer, the console's own is the best there is.
            return false;
        }
    }
}
