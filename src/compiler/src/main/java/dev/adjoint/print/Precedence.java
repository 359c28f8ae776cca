package dev.adjoint.print;

/** How tightly a written formula holds together, loosest first; looser than its place asks for, it needs parentheses. */
enum Precedence {
    CONDITIONAL,
    OR,
    AND,
    NOT,
    COMPARISON,
    SUM,
    PRODUCT,
    UNARY,
    POWER,
    ATOM
}
