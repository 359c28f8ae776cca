package dev.adjoint.runtime;

/** Scalar functions that {@link Math} lacks. Pure and thread-safe. */
public final class SpecialFunctions {
    private SpecialFunctions() {}

    /**
     * {@code log(1 + exp(x))} for every x.
     *
     * <p>Ranges from M. Mächler, "Accurately computing log(1 - exp(-|a|))", 2012: beyond each bound the cheaper form is
     * exact to a double.
     */
    public static double softplus(double x) {
        if (x <= -37) {
            return Math.exp(x);
        }
        if (x <= 18) {
            return Math.log1p(Math.exp(x));
        }
        return x <= 33.3 ? x + Math.exp(-x) : x;
    }

    /** {@code 1/(1 + exp(-x))}, without overflow on either side. */
    public static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    /** {@code log(1 - exp(x))} for x < 0; the bound is Mächler's, 2012. */
    public static double log1mexp(double x) {
        return x < -0.6931471805599453 ? Math.log1p(-Math.exp(x)) : Math.log(-Math.expm1(x));
    }

    /** {@code log(exp(a) + exp(b))}; of two equal infinities, that infinity. */
    public static double logAddExp(double a, double b) {
        if (a == b) {
            return a + 0.6931471805599453;
        }
        return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
    }

    public static double erf(double x) {
        throw new IllegalStateException("not written yet " + x);
    }

    public static double erfc(double x) {
        throw new IllegalStateException("not written yet " + x);
    }
}
