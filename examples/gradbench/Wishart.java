package examples.gradbench;

/** The distribution that GradBench's mixture takes as prior of its precision matrices. */
final class Wishart {
    private Wishart() {}

    /**
     * The constant in the logarithm of the density: nu d log(gamma / sqrt 2) - log Gamma_d(nu / 2), where nu = d + m + 1 is the
     * degrees of freedom and gamma^-2 I the scale.
     *
     * @param d rows, and columns, of the matrix
     * @param m degrees of freedom beyond d + 1
     */
    static double logNormaliser(int d, int m, double gamma) {
        int nu = d + m + 1;
        double logGamma = d * (d - 1) / 4.0 * Math.log(Math.PI);
        for (int j = 0; j < d; j++) {
            logGamma += logGammaOfHalf(nu - j);
        }
        return nu * d * (Math.log(gamma) - Math.log(2) / 2) - logGamma;
    }

    /** log Gamma(n / 2), n > 0: from Gamma(1/2) = sqrt pi or Gamma(1) = 1 by Gamma(x + 1) = x Gamma(x). */
    private static double logGammaOfHalf(int n) {
        double result = n % 2 == 1 ? Math.log(Math.PI) / 2 : 0;
        for (int i = n - 2; i > 0; i -= 2) {
            result += Math.log(i / 2.0);
        }
        return result;
    }
}
