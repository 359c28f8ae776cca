package examples.gradbench;

import java.io.IOException;
import java.util.Optional;

/** A message of the protocol, as far as answering it needs it. */
final class Request {
    private String id = "null";
    private String kind = "";
    private String module = "";
    private String function = "";
    private Input input = new Input();
    private String problem;

    private Request() {}

    /** Reads a line, to its end, whatever is in it. */
    static Request read(JsonReader reader) throws IOException {
        Request request = new Request();
        try {
            request.readObject(reader);
            reader.expectEndOfLine();
        } catch (MalformedJsonException e) {
            request.problem = e.getMessage();
            reader.skipLine();
        }
        return request;
    }

    private void readObject(JsonReader reader) throws IOException {
        reader.expect('{');
        do {
            String name = reader.string();
            reader.expect(':');
            switch (name) {
                case "id" -> id = reader.numberText();
                case "kind" -> kind = reader.string();
                case "module" -> module = reader.string();
                case "function" -> function = reader.string();
                case "input" -> input = Input.read(reader);
                default -> reader.skipValue();
            }
        } while (reader.accept(','));
        reader.expect('}');
    }

    /** As it was written. */
    String id() {
        return id;
    }

    String kind() {
        return kind;
    }

    String module() {
        return module;
    }

    String function() {
        return function;
    }

    Input input() {
        return input;
    }

    /** What is wrong with the line, if anything is. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
