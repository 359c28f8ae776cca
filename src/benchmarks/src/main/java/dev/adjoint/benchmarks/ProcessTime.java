package dev.adjoint.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long a command takes from start to end, as its user feels it.
 *
 * @param least in seconds
 * @param median in seconds
 */
record ProcessTime(double least, double median) {
    /**
     * Runs a command several times, one after the other.
     *
     * @throws IllegalStateException if the command fails
     */
    static ProcessTime measure(List<String> command, int repeats) throws IOException, InterruptedException {
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int status = process.waitFor();
            seconds[i] = (System.nanoTime() - start) / 1e9;
            if (status != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ends with status " + status);
            }
        }
        Arrays.sort(seconds);
        return new ProcessTime(seconds[0], seconds[repeats / 2]);
    }

    /** The Java that runs this, with those arguments. */
    static List<String> java(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
