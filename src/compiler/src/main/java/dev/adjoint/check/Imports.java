package dev.adjoint.check;

import dev.adjoint.source.DiagnosticCode;
import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.SourceLoader;
import dev.adjoint.syntax.Ast;
import dev.adjoint.syntax.Parser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A file and those it imports, directly or not, each read once. */
final class Imports {
    private final SourceLoader loader;
    private final Diagnostics diagnostics;
    private final Map<String, Ast.File> byPath = new HashMap<>();
    private final Map<SourceFile, Ast.File> files = new LinkedHashMap<>();
    private final Map<SourceFile, Map<SourceFile, Ast.Import>> direct = new HashMap<>();

    Imports(Ast.File main, SourceLoader loader, Diagnostics diagnostics) {
        this.loader = loader;
        this.diagnostics = diagnostics;
        byPath.put(Path.of(main.source().name()).normalize().toString(), main);
        Deque<Ast.File> open = new ArrayDeque<>(List.of(main));
        while (!open.isEmpty()) {
            Ast.File file = open.remove();
            files.put(file.source(), file);
            direct.put(file.source(), new LinkedHashMap<>());
            file.imports().forEach(statement -> follow(file.source(), statement, open));
        }
        findCycles(main);
    }

    /** The file itself first. */
    Collection<Ast.File> files() {
        return files.values();
    }

    /** The statements of {@code file} that import, each file once, with the files they mean. */
    Map<Ast.Import, Ast.File> importedBy(Ast.File file) {
        Map<Ast.Import, Ast.File> imported = new LinkedHashMap<>();
        direct.get(file.source()).forEach((source, statement) -> imported.put(statement, files.get(source)));
        return imported;
    }

    private void follow(SourceFile from, Ast.Import statement, Deque<Ast.File> open) {
        try {
            Path path = Path.of(from.name()).resolveSibling(statement.path()).normalize();
            Ast.File file = byPath.get(path.toString());
            if (file == null) {
                file = Parser.parse(loader.load(path.toString()), diagnostics);
                byPath.put(path.toString(), file);
                open.add(file);
            }
            direct.get(from).putIfAbsent(file.source(), statement);
        } catch (IOException | InvalidPathException e) {
            diagnostics.report(DiagnosticCode.UNREADABLE_IMPORT, statement.span(), statement.path(), reason(e));
        }
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof CharacterCodingException ? "it is not a text in UTF-8" : e.getMessage();
    }

    private void findCycles(Ast.File main) {
        var order = DependencyOrder.of(
                List.of(main.source()), file -> direct.get(file).keySet());
        for (List<SourceFile> cycle : order.cycles()) {
            Ast.Import closing = direct.get(cycle.get(cycle.size() - 2)).get(cycle.get(0));
            String path = cycle.stream().map(SourceFile::name).collect(Collectors.joining(" -> "));
            diagnostics.report(DiagnosticCode.IMPORT_CYCLE, closing.span(), path);
        }
    }
}
