package dev.adjoint.runtime;

/** Turns initialisers into initial values. */
final class Initialisation {
    private Initialisation() {}

    static void fill(Signature.Parameter parameter, long seed, RealArray flat) {
        throw new IllegalStateException("not written yet: " + parameter + seed + flat);
    }
}
