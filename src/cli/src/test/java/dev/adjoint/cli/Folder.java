package dev.adjoint.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * A folder with models and data, and the command run in it.
 *
 * @param path where; {@code @} at the start of an argument stands for it
 */
record Folder(Path path) {
    /** y = w·x + b, with data on y = 2 x + 1. */
    static final String LINE = """
            model Line {
              dim    n
              input  x[n]
              target y[n]
              param  w = 1, b = 0
              output yhat = w*x + b
              loss   mean((yhat - y)^2)
              train { data "line.csv" epochs 500 optimizer adam(learning_rate = 0.1) }
            }
            """;

    /** Everything that {@link #LINE} lacks: a frozen, a constrained and an uninitialised parameter, no samples. */
    static final String ODD = """
            model Odd {
              param  scale > 0 = 1, free, fixed = 2 frozen
              loss   (scale - fixed)^2 + free^2
            }
            """;

    static Folder in(Path path) {
        Folder folder = new Folder(path);
        folder.write("line.nn", LINE);
        folder.write("odd.nn", ODD);
        folder.write("broken.nn", "model Broken {\n  param w = 1\n  loss w + unknown\n}\n");
        folder.write("functions.nn", "fn twice(x) = 2*x\n");
        folder.write("root.nn", "model Root {\n  param w = 1\n  loss sqrt(w)\n}\n");
        folder.write("line.csv", "x,y\n0,1\n1,3\n2,5\n3,7\n");
        folder.write("line.json", "{\"x\": [0, 1], \"y\": [1, 3]}");
        folder.write("new.csv", "x\n10\n20\n");
        folder.write("bad.csv", "x,y\n1,\nabc,4\n");
        folder.write("p.json", "{\"w\": 2}");
        folder.write("bad.json", "{\"v\": 2, \"w\": [1, 2]}");
        return folder;
    }

    void write(String name, String text) {
        try {
            Files.writeString(path.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code adjoint} with arguments separated by spaces. */
    Outcome run(String arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String located = arguments.replaceAll("(^|[ ,])@", "$1" + path + "/");
        int status = command.execute(located.isEmpty() ? new String[0] : located.split(" "));
        return new Outcome(status, normal(out), normal(err));
    }

    /** What a run printed, as if in this folder. */
    private String normal(StringWriter text) {
        return text.toString().replace(path + "/", "").replace(System.lineSeparator(), "\n");
    }

    record Outcome(int status, String out, String err) {}
}
