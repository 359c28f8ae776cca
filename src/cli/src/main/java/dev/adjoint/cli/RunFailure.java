package dev.adjoint.cli;

/** Ends a command with status 1 and one line that tells the user why. */
final class RunFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    RunFailure(String message) {
        super(message);
    }
}
