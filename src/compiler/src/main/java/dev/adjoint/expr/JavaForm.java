package dev.adjoint.expr;

/** How a primitive is written in Java over {@code double} operands. */
public sealed interface JavaForm {
    /** {@code owner.method(a, b)}; the method takes and returns {@code double}. */
    record Call(Class<?> owner, String method) implements JavaForm {}

    /** {@code a symbol b symbol c}; {@code precedence} as in the Java language, larger binds tighter. */
    record Infix(String symbol, int precedence) implements JavaForm {}

    /** {@code symbol a}. */
    record Prefix(String symbol) implements JavaForm {}

    /** A power; how it is written depends on the exponent. */
    record Power() implements JavaForm {}
}
