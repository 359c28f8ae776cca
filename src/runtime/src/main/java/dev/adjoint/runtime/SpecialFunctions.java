package dev.adjoint.runtime;

/**
 * Scalar functions that {@link Math} lacks. Pure and thread-safe. NaN gives NaN.
 *
 * <p>Error bounds are the largest error seen against 50-digit values of mpmath at some 40,000 to 70,000 points for each
 * function, rounded up; {@code special_function_values.py} beside the tests makes the points. The tests hold the same
 * bounds on a hundredth of them.
 */
public final class SpecialFunctions {
    private static final double LOG_2 = 0.6931471805599453;

    private SpecialFunctions() {}

    /**
     * {@code log(1 + exp(x))} for every x, within 1.5 ulp.
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

    /** {@code 1/(1 + exp(-x))}, without overflow on either side, within 2 ulp. */
    public static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    /** {@code log(1 - exp(x))} for x below 0, within 1.5 ulp; negative infinity at 0, NaN above. The bound is Mächler's, 2012. */
    public static double log1mexp(double x) {
        return x < -LOG_2 ? Math.log1p(-Math.exp(x)) : Math.log(-Math.expm1(x));
    }

    /**
     * {@code log(exp(a) + exp(b))} without overflow; of two equal infinities, that infinity.
     *
     * <p>Within 1.5 ulp of the largest of |a|, |b| and the result. A result nearer to 0 than both arguments has lost the
     * digits in which they cancel.
     */
    public static double logAddExp(double a, double b) {
        if (a == b) {
            return a + LOG_2; // equal infinities come here too: their difference would be NaN
        }
        return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
    }

    /** {@code 2/sqrt(pi)} times the integral of {@code exp(-t^2)} from 0 to x, within 1.1 ulp. */
    public static double erf(double x) {
        return ErrorFunction.erf(x);
    }

    /**
     * {@code 1 - erf(x)}, within 2.7 ulp also where it is tiny: up to x = 26.54, where it leaves the normal numbers, and on
     * through the subnormal ones until it is 0 from 27.23 on.
     */
    public static double erfc(double x) {
        return ErrorFunction.erfc(x);
    }
}
