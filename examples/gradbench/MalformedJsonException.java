package examples.gradbench;

import java.io.IOException;

/** A line that is not what JSON, or the protocol, says it must be. */
final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedJsonException(String message) {
        super(message);
    }
}
