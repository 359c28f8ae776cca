package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;

/**
 * Adam (D. Kingma, J. Ba, ICLR 2015) and AdamW, which takes weight decay out of the gradient (I. Loshchilov, F. Hutter,
 * "Decoupled weight decay regularization", ICLR 2019), as {@code torch.optim} writes them.
 *
 * <pre>
 * d = g + weight_decay w                    Adam; AdamW: d = g and first w -= learning_rate weight_decay w
 * m = beta1 m + (1 - beta1) d
 * s = beta2 s + (1 - beta2) d²
 * w -= learning_rate m/(1 - beta1^t) / (sqrt s/sqrt(1 - beta2^t) + epsilon)        in step t = 1, 2, ...
 * </pre>
 */
final class Adam implements Optimizer {
    private final double learningRate;
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double coupledDecay;
    private final double decoupledDecay;
    private final RealArray mean;
    private final RealArray square;
    private long steps;

    /**
     * @param coupledDecay Adam's weight decay, added to the gradient
     * @param decoupledDecay AdamW's weight decay, taken from the weight itself
     */
    Adam(
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double coupledDecay,
            double decoupledDecay,
            Precision precision,
            int count) {
        this.learningRate = learningRate;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.coupledDecay = coupledDecay;
        this.decoupledDecay = decoupledDecay;
        this.mean = RealArray.allocate(precision, count);
        this.square = RealArray.allocate(precision, count);
    }

    @Override
    public void step(RealArray point, RealArray gradient) {
        steps++;
        double rate = learningRate / (1 - Math.pow(beta1, steps));
        double bias = Math.sqrt(1 - Math.pow(beta2, steps));
        double kept = 1 - learningRate * decoupledDecay;
        for (int i = 0; i < mean.length(); i++) {
            double w = point.get(i);
            double d = gradient.get(i) + coupledDecay * w;
            double m = beta1 * mean.get(i) + (1 - beta1) * d;
            double s = beta2 * square.get(i) + (1 - beta2) * d * d;
            mean.set(i, m);
            square.set(i, s);
            point.set(i, kept * w - rate * m / (Math.sqrt(s) / bias + epsilon));
        }
    }
}
