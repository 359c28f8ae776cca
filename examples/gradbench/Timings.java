package examples.gradbench;

import java.util.Arrays;

/** Runs an evaluation as often as asked for, and keeps how long each run took. */
final class Timings {
    private final long prepare;
    private long warmup;
    private long[] runs = new long[16];
    private int count;

    /** @param prepare how long it took to make the evaluation, in nanoseconds */
    Timings(long prepare) {
        this.prepare = prepare;
    }

    /**
     * Runs once, to have memory allocated, and then until both minima are met.
     *
     * @param minSeconds for all runs but the first together
     */
    void run(Evaluation evaluation, double minRuns, double minSeconds) {
        warmup = nanoseconds(evaluation);
        double seconds = 0;
        while (count < minRuns || seconds < minSeconds) {
            long run = nanoseconds(evaluation);
            add(run);
            seconds += run / 1e9;
        }
    }

    void write(JsonWriter answer) {
        answer.beginArray();
        write(answer, "prepare", prepare);
        write(answer, "warmup", warmup);
        for (int i = 0; i < count; i++) {
            write(answer, "evaluate", runs[i]);
        }
        answer.endArray();
    }

    private void add(long run) {
        if (count == runs.length) {
            runs = Arrays.copyOf(runs, 2 * count);
        }
        runs[count++] = run;
    }

    private static long nanoseconds(Evaluation evaluation) {
        long start = System.nanoTime();
        evaluation.run();
        return System.nanoTime() - start;
    }

    private static void write(JsonWriter answer, String name, long nanoseconds) {
        answer.beginObject();
        answer.name("name");
        answer.value(name);
        answer.name("nanoseconds");
        answer.value(nanoseconds);
        answer.endObject();
    }
}
