package dev.adjoint.cli.plot;

import java.util.stream.IntStream;

/**
 * A model of one input beside its data. All arrays have one element for each sample.
 *
 * @param inputName label of the horizontal axis
 * @param targetName label of the vertical axis
 * @param inputs where
 * @param targets what the data says; empty if there are no targets
 * @param before what the model said before training
 * @param after and after it
 */
public record Fit(
        String inputName, String targetName, double[] inputs, double[] targets, double[] before, double[] after) {

    /** The same samples, inputs ascending: so that lines through them are curves. */
    Fit sorted() {
        int[] order = IntStream.range(0, inputs.length)
                .boxed()
                .sorted((a, b) -> Double.compare(inputs[a], inputs[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Fit(
                inputName,
                targetName,
                pick(inputs, order),
                targets.length == 0 ? targets : pick(targets, order),
                pick(before, order),
                pick(after, order));
    }

    private static double[] pick(double[] values, int[] order) {
        return IntStream.of(order).mapToDouble(i -> values[i]).toArray();
    }
}
