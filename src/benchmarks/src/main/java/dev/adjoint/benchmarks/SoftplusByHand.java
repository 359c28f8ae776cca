package dev.adjoint.benchmarks;

/**
 * Two softplus neurons with mean squared error, differentiated on paper. Written as one does who knows that
 * {@code log(1 + exp(z))} overflows: with {@code log1p} of the exponential that cannot.
 */
final class SoftplusByHand implements TrainingStep {
    private final double[] x;
    private final double[] y;
    private final double learningRate;
    private double w11 = 1;
    private double b11 = 1;
    private double w12 = 1;
    private double b12 = -1;
    private double w21 = 1;
    private double w22 = -1;
    private double b2;

    SoftplusByHand(double[] x, double[] y, double learningRate) {
        this.x = x;
        this.y = y;
        this.learningRate = learningRate;
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    @Override
    public double step() {
        double loss = 0;
        double byW11 = 0;
        double byB11 = 0;
        double byW12 = 0;
        double byB12 = 0;
        double byW21 = 0;
        double byW22 = 0;
        double byB2 = 0;
        for (int i = 0; i < x.length; i++) {
            double z1 = w11 * x[i] + b11;
            double z2 = w12 * x[i] + b12;
            double s1 = softplus(z1);
            double s2 = softplus(z2);
            double error = s1 * w21 + s2 * w22 + b2 - y[i];
            loss += error * error;
            byB2 += error;
            byW21 += error * s1;
            byW22 += error * s2;
            double byZ1 = error * w21 * sigmoid(z1);
            double byZ2 = error * w22 * sigmoid(z2);
            byB11 += byZ1;
            byW11 += byZ1 * x[i];
            byB12 += byZ2;
            byW12 += byZ2 * x[i];
        }
        double rate = 2 * learningRate / x.length;
        w11 -= rate * byW11;
        b11 -= rate * byB11;
        w12 -= rate * byW12;
        b12 -= rate * byB12;
        w21 -= rate * byW21;
        w22 -= rate * byW22;
        b2 -= rate * byB2;
        return loss / x.length;
    }

    @Override
    public double[] parameters() {
        return new double[] {w11, b11, w12, b12, w21, w22, b2};
    }
}
