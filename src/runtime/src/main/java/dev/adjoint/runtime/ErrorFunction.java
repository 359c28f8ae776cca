package dev.adjoint.runtime;

/**
 * The error function and its complement, from two Chebyshev series.
 *
 * <p>Near 0, erf x = x + x core(x²). From {@link #SPLIT} on, erfc x = exp(-x² - 1/2) exp(tail(x))/(x + 1/2), where
 * tail(x) stays within 0.1 of 0: exponentiating a small series instead of multiplying by one is the idea of Sun's fdlibm,
 * {@code s_erf.c}, 1993. The coefficients are our own: {@code error_function_coefficients.py}, beside the tests, derives
 * them.
 */
final class ErrorFunction {
    /** Where the two series meet. */
    private static final double SPLIT = 0.75;

    /** From here on erf rounds to 1: erfc is below 2^-54. */
    private static final double ONE = 6;

    /** From here on erfc is below half the smallest positive number. */
    private static final double ZERO = 27.3;

    /** erf(x)/x - 1 as a function of x² from 0 to SPLIT². */
    static final double[] CORE = {
        0.03461981971970492,
        -0.08996516396049428,
        0.0036702603925653702,
        -0.00012058945474988755,
        3.2577389179929397E-6,
        -7.433810683209261E-8,
        1.4651856961989145E-9,
        -2.5389727577905043E-11,
        3.923308456541233E-13,
        -5.468339023480186E-15,
        6.940133903641791E-17
    };

    /** log((x + 1/2) erfc x) + x² + 1/2 as a function of 1/(x + 1), x from SPLIT to 28. */
    static final double[] TAIL = {
        0.01949805176447569,
        0.05133120799806405,
        -0.025697025931528776,
        -0.0017848121652475923,
        0.00044993026956080073,
        -9.334947120986527E-6,
        -1.4083113473778194E-5,
        2.270242335259932E-6,
        2.0403061903382055E-7,
        -1.3573281349116838E-7,
        1.6177070148311024E-8,
        3.412099840351084E-9,
        -1.569168209268573E-9,
        1.725913041884218E-10,
        4.6096807700382594E-11,
        -2.128881307394425E-11,
        2.7717391426417664E-12,
        5.433573875872228E-13,
        -3.209184936056874E-13,
        5.711932462185917E-14,
        3.906429054115902E-15,
        -4.929210858623852E-15,
        1.2651575401571731E-15,
        -6.558730492481235E-17,
        -6.658343238495838E-17,
        2.6810812495315146E-17,
        -4.326585551976361E-18
    };

    private static final double TAIL_LOW = 1.0 / 29;
    private static final double TAIL_HIGH = 1 / (1 + SPLIT);

    private ErrorFunction() {}

    static double erf(double x) {
        double size = Math.abs(x);
        if (size < SPLIT) {
            return x + x * core(x);
        }
        double result = size < ONE ? 1 - tail(size) : Math.min(size, 1); // min, so that NaN stays
        return Math.copySign(result, x);
    }

    static double erfc(double x) {
        if (x < 0.25) {
            return 1 - erf(x);
        }
        if (x < SPLIT) {
            return 0.5 - ((x - 0.5) + x * core(x)); // x - 0.5 is exact, so only numbers below the result are rounded
        }
        return x < ZERO ? tail(x) : Math.min(0, x); // min, so that NaN stays
    }

    private static double core(double x) {
        return series(CORE, x * x * (2 / (SPLIT * SPLIT)) - 1);
    }

    /** erfc of x from SPLIT to ZERO. The square is split into one part that is exact and a small rest. */
    private static double tail(double x) {
        double high = (float) x;
        double rest = (high - x) * (high + x);
        double t = (2 / (x + 1) - (TAIL_LOW + TAIL_HIGH)) / (TAIL_HIGH - TAIL_LOW);
        double gauss = Math.exp(-high * high - 0.5);
        return (gauss + gauss * Math.expm1(rest + series(TAIL, t))) / (x + 0.5);
    }

    /** Sum of c[j] T_j(t) by Clenshaw's recurrence (1955), from the smallest term up. */
    private static double series(double[] c, double t) {
        double next = 0;
        double afterNext = 0;
        for (int j = c.length - 1; j > 0; j--) {
            double current = (c[j] - afterNext) + 2 * t * next;
            afterNext = next;
            next = current;
        }
        return (c[0] - afterNext) + t * next;
    }
}
