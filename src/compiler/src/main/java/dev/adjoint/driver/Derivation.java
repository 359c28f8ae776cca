package dev.adjoint.driver;

import java.util.List;

/**
 * Derived formulas, rendered.
 *
 * @param text plain text; formulas are valid in the language
 * @param unicode for a terminal
 * @param latex for a typesetter
 * @param formulas the same as label and text formula, in order
 * @param where the named parts that the formulas use, in order of definition
 */
public record Derivation(String text, String unicode, String latex, List<Definition> formulas, List<Definition> where) {
    public Derivation {
        formulas = List.copyOf(formulas);
        where = List.copyOf(where);
    }

    /** A name and its formula as text. */
    public record Definition(String name, String formula) {}
}
