package dev.adjoint.check;

import dev.adjoint.syntax.Ast;
import java.util.Collection;
import java.util.Optional;

/** The values an expression may name. */
interface Scope {
    /** What the name stands for: {@link TypedExpression.Broken} if that was reported, empty if there is no such name. */
    Optional<TypedExpression> find(Ast.Reference reference);

    /** Every name that can be found. */
    Collection<String> names();

    /** What else to say about a name that is not found and resembles none. */
    String hint();

    /** Whether it is that of a model, whose values can be differentiated, rather than that of a function. */
    default boolean isModel() {
        return false;
    }
}
