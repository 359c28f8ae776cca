package dev.adjoint.driver;

import dev.adjoint.check.Checker;
import dev.adjoint.check.TypedModel;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.load.Loader;
import dev.adjoint.lower.Lowering;
import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.SourceLoader;
import dev.adjoint.syntax.Ast;
import dev.adjoint.syntax.Parser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The compiler's front door: from a model file to a {@link CompiledModel}. Thread-safe. */
public final class Adjoint {
    private Adjoint() {}

    /**
     * Reads, checks and lowers a model file and what it imports. Never throws for a bad model: unreadable files, syntax
     * errors and all others are diagnostics.
     */
    public static Analysis analyse(Path file) {
        return analyse(file, List.of());
    }

    /**
     * The same with further items added to the model, such as {@code output J = jacobian(y, x)}; their diagnostics name them
     * {@code addition 1}, {@code addition 2}, ...
     */
    public static Analysis analyse(Path file, List<String> additions) {
        try {
            return analyse(SourceLoader.FILES.load(file.toString()), additions);
        } catch (IOException e) {
            SourceFile nothing = new SourceFile(file.toString(), "");
            Diagnostics diagnostics = new Diagnostics();
            diagnostics.report(DiagnosticCode.UNREADABLE_FILE, nothing.span(0, 0), reason(e));
            return new Analysis(diagnostics.sorted(), Optional.empty(), List.of(file));
        }
    }

    /** The same for a text already read; imports are resolved against the folder of its name. */
    public static Analysis analyse(SourceFile file) {
        return analyse(file, List.of());
    }

    private static Analysis analyse(SourceFile file, List<String> additions) {
        Diagnostics diagnostics = new Diagnostics();
        List<Path> sources = new ArrayList<>(List.of(Path.of(file.name())));
        SourceLoader imports = name -> {
            sources.add(Path.of(name));
            return SourceLoader.FILES.load(name);
        };
        Ast.File ast = withItems(Parser.parse(file, diagnostics), additions, diagnostics);
        Optional<TypedModel> typed = Checker.check(ast, imports, diagnostics);
        Optional<CompiledModel> model = typed.map(checked -> {
            ModelDag lowered = Lowering.lower(checked, diagnostics);
            Differentiability.check(lowered, diagnostics);
            ArgumentLimit.check(lowered, diagnostics);
            return new CompiledModel(ast, checked, lowered);
        });
        return new Analysis(diagnostics.sorted(), model.filter(m -> !diagnostics.hasErrors()), sources);
    }

    private static Ast.File withItems(Ast.File file, List<String> additions, Diagnostics diagnostics) {
        List<Ast.Item> items = new ArrayList<>();
        for (int i = 0; i < additions.size(); i++) {
            items.addAll(Parser.items(new SourceFile("addition " + (i + 1), additions.get(i)), diagnostics));
        }
        return file.with(items);
    }

    /**
     * Starts to load the Java compiler in the background, so that it is warm when a model is first {@linkplain
     * CompiledModel#load loaded}. For programs that will need it and have other things to do first.
     */
    public static void warmUp() {
        Thread thread = new Thread(Loader::warmUp, "adjoint-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof CharacterCodingException ? "it is not a text in UTF-8" : String.valueOf(e.getMessage());
    }
}
