package examples.gradbench;

import java.util.function.Consumer;

/**
 * Answers what a pass leaves in a model.
 *
 * @param pass what is timed
 * @param output writes what is answered
 */
record Pass(Runnable pass, Consumer<JsonWriter> output) implements Evaluation {
    @Override
    public void run() {
        pass.run();
    }

    @Override
    public void write(JsonWriter answer) {
        output.accept(answer);
    }
}
