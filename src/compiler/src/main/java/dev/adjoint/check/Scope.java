package dev.adjoint.check;

import dev.adjoint.expr.Axis;
import dev.adjoint.syntax.Ast;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an expression may name: values, and axes. */
interface Scope {
    /** What the name stands for: {@link TypedExpression.Broken} if that was reported, empty if there is no such name. */
    Optional<TypedExpression> find(Ast.Reference reference);

    /** The type of the value of that name, where it is known; reports nothing. */
    Optional<ValueType> type(String name);

    /** The axis of that name: in a model the canonical one of a dim, in a function that of an argument. */
    Optional<Axis> axis(String name);

    /** Whether a name is that of one axis, even where its dim occurs several times: that of a pattern is. */
    default boolean isOneAxis(String name) {
        return false;
    }

    /** Every name of a value that can be found. */
    Collection<String> names();

    /** Every name of an axis that can be found. */
    Collection<String> axes();

    /** Whether types are known; else only names and numbers of arguments can be checked. */
    default boolean knowsTypes() {
        return true;
    }

    /** Names of index variables that values depend on, and that variables bound here must not have. */
    default Set<String> taken() {
        return Set.of();
    }

    /** Whether a name stands for a size: that of a dim, or a parameter that a call gives as one. */
    default boolean isSize(String name) {
        return axis(name).isPresent() && type(name).isEmpty();
    }

    /** Where layers that are used here have their parameters; empty where none may be used. */
    default Optional<Layers> layers() {
        return Optional.empty();
    }

    /** What the author of a body calls the axes of values in it, by the values' names. */
    default Map<String, Map<Axis, String>> axisNames() {
        return Map.of();
    }

    /** Whether a name is that of a parameter {@code |> name}. */
    default boolean hasPipeline(String name) {
        return false;
    }

    /** What that parameter stands for, where it is known. */
    default Optional<Pipeline> pipeline(String name) {
        return Optional.empty();
    }

    /** How that parameter is declared, where it is known. */
    default Optional<Ast.Formal> pipelineFormal(String name) {
        return Optional.empty();
    }

    /** Whether what stands here is done in every step of a scan. */
    default boolean isWithinScan() {
        return false;
    }

    /** What else to say about a name that is not found and resembles none. */
    String hint();

    /** Whether it is that of a model, whose values can be differentiated, rather than that of a function. */
    default boolean isModel() {
        return false;
    }
}
