package examples.gradbench;

/** A function of a module at one input: what is timed, and what is answered. */
interface Evaluation {
    /** Computes; may be called any number of times. */
    void run();

    /** Writes what the last run computed. */
    void write(JsonWriter answer);
}
