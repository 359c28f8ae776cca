package dev.adjoint.runtime;

/** How the values of a parameter start. */
public sealed interface Initialiser {
    /** Every element is {@code value}. */
    record Constant(double value) implements Initialiser {}

    /** Drawn from the normal distribution. {@code deviation} is the standard deviation, at least 0. */
    record Normal(double mean, double deviation) implements Initialiser {
        public Normal {
            if (!(deviation >= 0)) {
                throw new IllegalArgumentException("standard deviation " + deviation);
            }
        }
    }

    /** Drawn evenly from {@code low}, inclusive, to {@code high}, exclusive but for rounding to the model's precision. */
    record Uniform(double low, double high) implements Initialiser {
        public Uniform {
            if (!(low < high)) {
                throw new IllegalArgumentException("uniform from " + low + " to " + high);
            }
        }
    }

    /** None stated: values must come from a file or from the caller before the model can run. */
    record Missing() implements Initialiser {}
}
