package dev.adjoint.check;

/** Numbers as messages show them. */
final class Numbers {
    private Numbers() {}

    /** Without a fraction where there is none: 3, 0.5, 1.0E20. */
    static String text(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? String.valueOf((long) value) : String.valueOf(value);
    }
}
