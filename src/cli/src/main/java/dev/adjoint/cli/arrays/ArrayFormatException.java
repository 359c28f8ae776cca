package dev.adjoint.cli.arrays;

/** A file is not what its name says, or damaged, or holds what cannot be read here. The message is for the user. */
public final class ArrayFormatException extends Exception {
    private static final long serialVersionUID = 1;

    ArrayFormatException(String message) {
        super(message);
    }
}
