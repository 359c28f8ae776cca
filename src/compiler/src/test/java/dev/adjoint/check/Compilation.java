package dev.adjoint.check;

import dev.adjoint.expr.ModelDag;
import dev.adjoint.lower.Lowering;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.SourceLoader;
import dev.adjoint.syntax.Ast;
import dev.adjoint.syntax.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A text taken through parser and checker, for tests.
 *
 * @param files the text itself and what it imported
 */
public record Compilation(List<SourceFile> files, Diagnostics diagnostics, Optional<TypedModel> model) {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    public static Compilation of(SourceFile source) {
        List<SourceFile> files = new ArrayList<>(List.of(source));
        SourceLoader recording = name -> {
            files.add(SourceLoader.FILES.load(name));
            return files.get(files.size() - 1);
        };
        Diagnostics diagnostics = new Diagnostics();
        Ast.File file = Parser.parse(source, diagnostics);
        Optional<TypedModel> model = Checker.check(file, recording, diagnostics);
        return new Compilation(files, diagnostics, model);
    }

    public static Compilation of(String text) {
        return of(new SourceFile("test.nn", text));
    }

    public static Compilation of(Path file) {
        try {
            return of(SourceLoader.FILES.load(file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lowers a text that must be free of errors. */
    public static ModelDag lower(String text) {
        return of(text).lowered();
    }

    /** Lowers a file that must be free of errors. */
    public static ModelDag lower(Path file) {
        return of(file).lowered();
    }

    private ModelDag lowered() {
        return Lowering.lower(model.orElseThrow(() -> new AssertionError(diagnostics.render())), diagnostics);
    }

    /** The names of all builtin functions. */
    public static List<String> builtins() {
        return Builtins.names();
    }

    /** The models of a folder of the corpus, libraries in its subfolders aside. */
    public static Stream<Path> corpus(String folder) {
        try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(".nn")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
