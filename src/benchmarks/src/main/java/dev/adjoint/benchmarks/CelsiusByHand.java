package dev.adjoint.benchmarks;

/** predicted = weight·celsius + bias with mean squared error, differentiated on paper. */
final class CelsiusByHand implements TrainingStep {
    private final double[] celsius;
    private final double[] fahrenheit;
    private final double learningRate;
    private double weight = 0.1;
    private double bias;

    CelsiusByHand(double[] celsius, double[] fahrenheit, double learningRate) {
        this.celsius = celsius;
        this.fahrenheit = fahrenheit;
        this.learningRate = learningRate;
    }

    @Override
    public double step() {
        double loss = 0;
        double byWeight = 0;
        double byBias = 0;
        for (int i = 0; i < celsius.length; i++) {
            double error = weight * celsius[i] + bias - fahrenheit[i];
            loss += error * error;
            byWeight += error * celsius[i];
            byBias += error;
        }
        int n = celsius.length;
        weight -= learningRate * 2 * byWeight / n;
        bias -= learningRate * 2 * byBias / n;
        return loss / n;
    }

    @Override
    public double[] parameters() {
        return new double[] {weight, bias};
    }
}
