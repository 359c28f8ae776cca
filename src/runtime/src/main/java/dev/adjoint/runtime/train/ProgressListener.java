package dev.adjoint.runtime.train;

/** Hears of a training run once per epoch. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Called at the end of an epoch, before its last step: the model's parameters are those at which the last batch's gradient
     * was taken.
     *
     * @param epoch counted from 1
     * @param loss as in {@link TrainingResult#losses()}
     * @param gradientNorm as in {@link TrainingResult#gradientNorm()}
     */
    void epochDone(int epoch, double loss, double gradientNorm);
}
