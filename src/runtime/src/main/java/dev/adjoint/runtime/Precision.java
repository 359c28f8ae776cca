package dev.adjoint.runtime;

/** The floating-point type a model computes in. */
public enum Precision {
    F32,
    F64
}
