package dev.adjoint.check;

import dev.adjoint.source.Diagnostics;
import dev.adjoint.source.SourceLoader;
import dev.adjoint.syntax.Ast;
import java.util.Optional;

/** Checks a file and everything it imports. */
public final class Checker {
    private Checker() {}

    /**
     * @param loader gives the texts of imported files
     * @param diagnostics as {@link dev.adjoint.syntax.Parser} left them; receives what is wrong beyond grammar. With a
     *     syntax error among them nothing is checked: what is missing from the tree would only give rise to more messages.
     * @return empty if there are errors, or if the file declares no model
     */
    public static Optional<TypedModel> check(Ast.File file, SourceLoader loader, Diagnostics diagnostics) {
        if (diagnostics.hasErrors()) {
            return Optional.empty();
        }
        Imports imports = new Imports(file, loader, diagnostics);
        if (diagnostics.hasErrors()) {
            return Optional.empty();
        }
        Functions functions = new Functions(imports, diagnostics);
        Session session = new Session(functions, diagnostics);
        functions.declared().forEach(function -> BodyChecker.check(function, session));
        return file.model()
                .map(model -> new ModelChecker(model, session, diagnostics).check())
                .filter(model -> !diagnostics.hasErrors());
    }
}
