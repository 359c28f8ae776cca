package dev.adjoint.runtime.train;

import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * How a training run went.
 *
 * @param losses one for each complete epoch: the mean of its batches' losses, weighted by their samples, each taken where
 *     that batch's gradient was
 * @param gradientNorm the Euclidean norm of the last complete epoch's gradient: of the mean of its batches' gradients,
 *     weighted by their samples; NaN if there is none. In the model's own coordinates, also where parameters are constrained
 * @param finalLoss the loss with the parameters that the model is left with: over the same batches, weighted so
 * @param steps how often the parameters were updated
 * @param stop why it ended
 * @param failure what went wrong; present if {@code stop} is {@link Stop#NOT_FINITE}
 */
public record TrainingResult(
        double[] losses, double gradientNorm, double finalLoss, long steps, Stop stop, Optional<Failure> failure) {

    /** Why a run ended. */
    public enum Stop {
        /** All epochs were run. */
        EPOCHS,
        /** The gradient's norm fell below the bound; the epoch's last step was not taken. */
        GRADIENT,
        /**
         * A loss or a gradient was infinite or NaN. The parameters are those of the evaluation before, or the initial ones if
         * there was none.
         */
        NOT_FINITE
    }

    /**
     * Where a loss or a gradient was infinite or NaN: binding the batch and setting the parameters shows it again.
     *
     * @param epoch counted from 1
     * @param step how many updates had been made
     * @param loss the loss; if it is finite, then the gradient is not
     * @param parameters all parameters there
     * @param batch inputs and targets there, by name
     */
    public record Failure(int epoch, long step, double loss, RealArray parameters, Map<String, Tensor> batch) {}

    /** Number of complete epochs. */
    public int epochs() {
        return losses.length;
    }
}
