package dev.adjoint.driver;

/** A question about a model that has no answer, such as a derivative with respect to an unknown name. */
public final class QuestionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QuestionException(String message) {
        super(message);
    }
}
