package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;

/**
 * Gradient descent with momentum, heavy-ball or Nesterov's, as {@code torch.optim.SGD} writes them.
 *
 * <pre>
 * d = g + weight_decay w
 * v = momentum v + d
 * w -= learning_rate v                    B. Polyak, "Some methods of speeding up ...", 1964
 * w -= learning_rate (d + momentum v)     Y. Nesterov, 1983, in the form of I. Sutskever et al., ICML 2013
 * </pre>
 */
final class Momentum implements Optimizer {
    private final double learningRate;
    private final double momentum;
    private final double weightDecay;
    private final boolean nesterov;
    private final RealArray velocity;

    Momentum(
            double learningRate,
            double momentum,
            double weightDecay,
            boolean nesterov,
            Precision precision,
            int count) {
        this.learningRate = learningRate;
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        this.nesterov = nesterov;
        this.velocity = RealArray.allocate(precision, count);
    }

    @Override
    public void step(RealArray point, RealArray gradient) {
        for (int i = 0; i < velocity.length(); i++) {
            double w = point.get(i);
            double d = gradient.get(i) + weightDecay * w;
            double v = momentum * velocity.get(i) + d;
            velocity.set(i, v);
            point.set(i, w - learningRate * (nesterov ? d + momentum * v : v));
        }
    }
}
