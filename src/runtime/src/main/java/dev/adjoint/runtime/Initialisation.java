package dev.adjoint.runtime;

/**
 * Turns initialisers into initial values.
 *
 * <p>A random value depends on the seed, on the parameter's name and on the element's index only, so that adding a parameter
 * to a model does not change how the others start. An element of an orthogonal matrix also depends on the others.
 */
final class Initialisation {
    /** An element whose draws all miss its interval so often has hardly any chance to hit it. */
    private static final int MOST_DRAWS = 1000;

    private Initialisation() {}

    /**
     * Sets the parameter's elements; leaves them alone if it has no initialiser.
     *
     * @param flat receives the values at the parameter's offset
     * @throws IllegalArgumentException if no value inside the parameter's interval is found
     */
    static void fill(Signature.Parameter parameter, long seed, RealArray flat) {
        if (parameter.initialiser() instanceof Initialiser.Missing) {
            return;
        }
        long stream = CounterRandom.stream(parameter.name());
        if (parameter.initialiser() instanceof Initialiser.Orthogonal orthogonal) {
            fill(parameter, OrthogonalMatrix.of(orthogonal, seed, stream), flat);
            return;
        }
        for (int element = 0; element < parameter.count(); element++) {
            fill(parameter, seed, stream, element, flat);
        }
    }

    /** Draws until the value, rounded to the array's precision, lies inside. */
    private static void fill(Signature.Parameter parameter, long seed, long stream, int element, RealArray flat) {
        int position = parameter.offset() + element;
        Interval interval = parameter.constraint();
        int draws = parameter.initialiser() instanceof Initialiser.Constant ? 1 : MOST_DRAWS;
        for (long draw = 0; draw < draws; draw++) {
            flat.set(position, value(parameter.initialiser(), seed, stream, element + (draw << 32)));
            if (interval.contains(flat.get(position))) {
                return;
            }
        }
        throw new IllegalArgumentException(
                draws == 1
                        ? "initial value " + flat.get(position) + " of parameter " + parameter.name() + " is outside "
                                + interval
                        : "none of " + draws + " random initial values of parameter " + parameter.name() + " is inside "
                                + interval);
    }

    private static void fill(Signature.Parameter parameter, double[] values, RealArray flat) {
        if (values.length != parameter.count()) {
            throw new IllegalArgumentException("a matrix of " + values.length + " elements for parameter "
                    + parameter.name() + " of " + parameter.count());
        }
        for (int element = 0; element < values.length; element++) {
            int position = parameter.offset() + element;
            flat.set(position, values[element]);
            if (!parameter.constraint().contains(flat.get(position))) {
                throw new IllegalArgumentException("an element of the orthogonal matrix " + parameter.name()
                        + " is outside " + parameter.constraint());
            }
        }
    }

    private static double value(Initialiser initialiser, long seed, long stream, long index) {
        if (initialiser instanceof Initialiser.Constant constant) {
            return constant.value();
        }
        if (initialiser instanceof Initialiser.Normal normal) {
            return normal.mean() + normal.deviation() * CounterRandom.normal(seed, stream, index);
        }
        if (initialiser instanceof Initialiser.GlorotNormal glorot) {
            return glorot.deviation() * CounterRandom.normal(seed, stream, index);
        }
        if (initialiser instanceof Initialiser.KaimingNormal kaiming) {
            return kaiming.deviation() * CounterRandom.normal(seed, stream, index);
        }
        double share = CounterRandom.uniform(seed, stream, index);
        if (initialiser instanceof Initialiser.Uniform uniform) {
            return between(uniform.low(), uniform.high(), share);
        }
        if (initialiser instanceof Initialiser.GlorotUniform glorot) {
            return between(-glorot.bound(), glorot.bound(), share);
        }
        if (initialiser instanceof Initialiser.KaimingUniform kaiming) {
            return between(-kaiming.bound(), kaiming.bound(), share);
        }
        throw new IllegalStateException("no value from " + initialiser);
    }

    private static double between(double low, double high, double share) {
        return low * (1 - share) + high * share; // high - low may overflow
    }
}
