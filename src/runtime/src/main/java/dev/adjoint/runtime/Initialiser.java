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

    /**
     * Drawn evenly between ±gain·√(6 / (fanIn + fanOut)), which has the variance of {@link GlorotNormal}.
     *
     * <p>X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
     * equation 16, where the gain is 1.
     *
     * @param fanIn how many inputs each unit has
     * @param fanOut how many units each input feeds
     * @param gain a factor that depends on the activation function
     */
    record GlorotUniform(int fanIn, int fanOut, double gain) implements Initialiser {
        public GlorotUniform {
            checkFan(fanIn);
            checkFan(fanOut);
            checkGain(gain);
        }

        double bound() {
            return gain * Math.sqrt(6.0 / ((double) fanIn + fanOut));
        }
    }

    /**
     * Drawn from the normal distribution with mean 0 and deviation gain·√(2 / (fanIn + fanOut)).
     *
     * <p>Glorot and Bengio 2010, equation 12, where the gain is 1.
     *
     * @param fanIn how many inputs each unit has
     * @param fanOut how many units each input feeds
     * @param gain a factor that depends on the activation function
     */
    record GlorotNormal(int fanIn, int fanOut, double gain) implements Initialiser {
        public GlorotNormal {
            checkFan(fanIn);
            checkFan(fanOut);
            checkGain(gain);
        }

        double deviation() {
            return gain * Math.sqrt(2.0 / ((double) fanIn + fanOut));
        }
    }

    /**
     * Drawn evenly between ±gain·√(3 / fanIn), which has the variance of {@link KaimingNormal}.
     *
     * @param fanIn how many inputs each unit has
     * @param gain a factor that depends on the activation function: √2 for relu
     */
    record KaimingUniform(int fanIn, double gain) implements Initialiser {
        public KaimingUniform {
            checkFan(fanIn);
            checkGain(gain);
        }

        double bound() {
            return gain * Math.sqrt(3.0 / fanIn);
        }
    }

    /**
     * Drawn from the normal distribution with mean 0 and deviation gain / √fanIn.
     *
     * <p>K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015, equation 10, where the gain is √2.
     *
     * @param fanIn how many inputs each unit has
     * @param gain a factor that depends on the activation function: √2 for relu
     */
    record KaimingNormal(int fanIn, double gain) implements Initialiser {
        public KaimingNormal {
            checkFan(fanIn);
            checkGain(gain);
        }

        double deviation() {
            return gain / Math.sqrt(fanIn);
        }
    }

    /**
     * A matrix with orthonormal columns, or rows if there are fewer, times the gain; each such matrix is equally likely.
     *
     * <p>A. Saxe, J. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
     * networks", ICLR 2014, where the gain is 1.
     *
     * @param rows the product of all sizes but the last
     * @param columns the last size
     * @param gain a factor that depends on the activation function
     */
    record Orthogonal(int rows, int columns, double gain) implements Initialiser {
        public Orthogonal {
            checkFan(rows);
            checkFan(columns);
            checkGain(gain);
        }
    }

    /** None stated: values must come from a file or from the caller before the model can run. */
    record Missing() implements Initialiser {}

    private static void checkFan(int fan) {
        if (fan < 1) {
            throw new IllegalArgumentException("fan or size " + fan);
        }
    }

    private static void checkGain(double gain) {
        if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("gain " + gain);
        }
    }
}
