package dev.adjoint.cli;

import dev.adjoint.source.Diagnostic;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;

/** Shows diagnostics on standard error, in colour where that is a terminal. */
final class DiagnosticPrinter {
    private static final Pattern HEADLINE = Pattern.compile("^(.*?): (error|warning)(\\[[a-z0-9-]+])");

    private final PrintWriter err;

    DiagnosticPrinter(PrintWriter err) {
        this.err = err;
    }

    void print(List<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            String text = diagnostic.render();
            err.print(Terminal.isErrorStream() ? coloured(text) : text);
        }
        err.flush();
    }

    private static String coloured(String text) {
        return HEADLINE.matcher(text).replaceFirst(headline -> {
            String style = headline.group(2).equals("error") ? "bold,red" : "bold,yellow";
            String place = Ansi.ON.string("@|bold " + headline.group(1) + "|@");
            String kind = Ansi.ON.string("@|" + style + " " + headline.group(2) + headline.group(3) + "|@");
            return Matcher.quoteReplacement(place + ": " + kind);
        });
    }
}
