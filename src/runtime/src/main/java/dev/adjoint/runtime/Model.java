package dev.adjoint.runtime;

import java.util.Map;

/**
 * A generated model, seen without its own types: what lets one trainer drive any of them.
 *
 * <p>Usage: {@link #bind} data, then any of {@link #predict}, {@link #forward} and {@link #backward}, or
 * {@link #lossAndGradient}, as often as one likes. An instance owns its parameters and workspace and is not thread-safe;
 * use one instance per thread. Once it has seen its largest batch, a step allocates nothing.
 */
public interface Model {
    Signature signature();

    /** The parameters the next pass uses. Always the same object. */
    Parameters parameters();

    /**
     * Gives the model its data: every input, and every target where the loss is wanted. Arrays are referenced, not
     * copied, and only read, by every pass anew: they may be filled with other values in between. They must have the model's
     * precision.
     *
     * @param values by name; names the model does not know are ignored
     * @throws IllegalArgumentException if an input is missing, a size contradicts a fixed dim or another value, an array
     *     has the wrong precision, or an element is not of its value's {@linkplain ElementKind kind}
     */
    void bind(Map<String, Tensor> values);

    /** Computes the outputs from bound inputs; targets are not needed. */
    void predict();

    /**
     * Computes outputs, metrics and loss and keeps what {@link #backward} needs.
     *
     * @return the loss
     * @throws IllegalStateException if a target is not bound
     */
    double forward();

    /**
     * Computes the gradient at the point of the last {@link #forward}: same data, same parameters. May be called again;
     * it gives the same.
     *
     * @param gradient receives d loss / d parameter for the trained parameters
     *     ({@link Signature#trainableCount()} elements, overwritten)
     * @throws IllegalStateException without a preceding forward
     */
    void backward(RealArray gradient);

    /**
     * The loss and its gradient in one pass; cheaper than {@link #forward} and {@link #backward}. Outputs need not be
     * computed.
     *
     * @param gradient as in {@link #backward}
     * @return the loss
     */
    double lossAndGradient(RealArray gradient);

    /**
     * An output as {@link #predict} or {@link #forward} last left it, or a metric as {@link #forward} did. The array belongs
     * to the model and is overwritten by the next pass.
     *
     * @throws IllegalArgumentException if there is no such output or metric
     * @throws IllegalStateException if it is a metric, and {@link #predict} was the last pass
     */
    Tensor output(String name);

    /**
     * The gradient of the loss with respect to an input, as {@link #backward} or {@link #lossAndGradient} last left it.
     * The array belongs to the model and is overwritten by the next pass.
     *
     * @throws IllegalArgumentException if the model was not generated with that gradient
     *     ({@link Signature#inputGradients()})
     */
    Tensor inputGradient(String name);
}
