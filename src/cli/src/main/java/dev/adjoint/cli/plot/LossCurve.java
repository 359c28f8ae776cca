package dev.adjoint.cli.plot;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The loss over a training run.
 *
 * @param epochs when, ascending
 * @param losses what the loss then was; as many
 */
public record LossCurve(double[] epochs, double[] losses) {
    /** Below a ratio of 100, a linear axis shows the curve better. */
    private static final double LOGARITHMIC_FROM = 100;

    /** More points than pixels would only make a file large. */
    private static final int MOST_POINTS = 1500;

    /**
     * The curve of a whole run, thinned out if it is long.
     *
     * @param before the loss before each epoch
     * @param last the loss at the end; drawn if finite
     */
    public static LossCurve of(double[] before, double last) {
        int stride = before.length / MOST_POINTS + 1;
        int[] drawn =
                IntStream.range(0, before.length).filter(i -> i % stride == 0).toArray();
        DoubleStream epochs = IntStream.of(drawn).asDoubleStream();
        DoubleStream losses = IntStream.of(drawn).mapToDouble(i -> before[i]);
        if (Double.isFinite(last)) {
            epochs = DoubleStream.concat(epochs, DoubleStream.of(before.length));
            losses = DoubleStream.concat(losses, DoubleStream.of(last));
        }
        return new LossCurve(epochs.toArray(), losses.toArray());
    }

    /** Whether the losses are positive and span more than two decades. */
    boolean isLogarithmic() {
        double low = Arrays.stream(losses).min().orElse(0);
        double high = Arrays.stream(losses).max().orElse(0);
        return low > 0 && high / low > LOGARITHMIC_FROM;
    }
}
