package examples.celsius;

import java.util.Locale;

/** Trains the generated class by hand: gradient descent in five lines. */
public final class Main {
    private static final double LEARNING_RATE = 0.001;

    private Main() {}

    public static void main(String[] arguments) {
        double[] celsius = new double[100];
        double[] fahrenheit = new double[100];
        for (int i = 0; i < 100; i++) {
            celsius[i] = i - 50;
            fahrenheit[i] = 1.8 * celsius[i] + 32;
        }

        Celsius model = new Celsius();
        CelsiusParameters parameters = model.parameters();
        parameters.initialise(0);
        double[] gradient = new double[2];
        for (int epoch = 0; epoch < 10_000; epoch++) {
            model.lossAndGradient(celsius, fahrenheit, gradient);
            parameters.weight(parameters.weight() - LEARNING_RATE * gradient[0]);
            parameters.bias(parameters.bias() - LEARNING_RATE * gradient[1]);
        }

        double boiling = model.predict(new double[] {100}).predicted()[0];
        System.out.printf(Locale.ROOT, "F = %.6f C + %.6f%n", parameters.weight(), parameters.bias());
        System.out.printf(Locale.ROOT, "water boils at %.3f degrees Fahrenheit%n", boiling);
    }
}
