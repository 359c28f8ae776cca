package dev.adjoint.check;

import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.SourceFile;
import dev.adjoint.syntax.Ast;
import dev.adjoint.syntax.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The part of the language that is written in the language, parsed once. */
final class Prelude {
    static final Ast.File FILE = read();

    private Prelude() {}

    private static Ast.File read() {
        try (InputStream stream = Prelude.class.getResourceAsStream("/dev/adjoint/prelude.nn")) {
            Diagnostics diagnostics = new Diagnostics();
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            Ast.File file = Parser.parse(new SourceFile("prelude.nn", text), diagnostics);
            if (diagnostics.hasErrors()) {
                throw new IllegalStateException(diagnostics.render());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
