package dev.adjoint.runtime.train;

import dev.adjoint.runtime.RealArray;

/**
 * Gradient descent (H. Robbins, S. Monro, "A stochastic approximation method", 1951): w -= learning_rate (g + weight_decay
 * w).
 */
final class Sgd implements Optimizer {
    private final double learningRate;
    private final double weightDecay;
    private final int count;

    Sgd(double learningRate, double weightDecay, int count) {
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        this.count = count;
    }

    @Override
    public void step(RealArray point, RealArray gradient) {
        for (int i = 0; i < count; i++) {
            double w = point.get(i);
            point.set(i, w - learningRate * (gradient.get(i) + weightDecay * w));
        }
    }
}
