package dev.adjoint.driver;

/** The forms a model goes through, in order; each can be dumped. */
public enum Stage {
    AST,
    TYPED,
    DAG,
    GRADIENT,
    PROGRAM,
    JAVA
}
