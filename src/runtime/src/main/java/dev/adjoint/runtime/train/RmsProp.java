package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;

/**
 * Steps scaled by a running mean of squared gradients (T. Tieleman, G. Hinton, "Lecture 6.5: rmsprop", 2012), as
 * {@code torch.optim.RMSprop} writes it.
 *
 * <pre>
 * d = g + weight_decay w
 * s = rho s + (1 - rho) d²
 * w -= learning_rate d/(sqrt s + epsilon)
 * </pre>
 */
final class RmsProp implements Optimizer {
    private final double learningRate;
    private final double rho;
    private final double epsilon;
    private final double weightDecay;
    private final RealArray square;

    RmsProp(double learningRate, double rho, double epsilon, double weightDecay, Precision precision, int count) {
        this.learningRate = learningRate;
        this.rho = rho;
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
        this.square = RealArray.allocate(precision, count);
    }

    @Override
    public void step(RealArray point, RealArray gradient) {
        for (int i = 0; i < square.length(); i++) {
            double w = point.get(i);
            double d = gradient.get(i) + weightDecay * w;
            double s = rho * square.get(i) + (1 - rho) * d * d;
            square.set(i, s);
            point.set(i, w - learningRate * d / (Math.sqrt(s) + epsilon));
        }
    }
}
