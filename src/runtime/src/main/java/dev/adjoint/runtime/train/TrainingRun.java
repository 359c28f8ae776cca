package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.runtime.TrainSettings.OptimizerSettings;
import dev.adjoint.runtime.train.TrainingResult.Failure;
import dev.adjoint.runtime.train.TrainingResult.Stop;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** One training run: evaluates batch after batch and steps in between. Allocates everything it needs before its first step. */
final class TrainingRun {
    private final Model model;
    private final Batches batches;
    private final ProgressListener listener;

    private final RealArray flat;
    private final FreeCoordinates coordinates;
    private final Optimizer optimizer;

    /** The gradient of the batch evaluated last. */
    private final RealArray gradient;
    /** The mean gradient of the epoch so far. */
    private final double[] epochGradient;
    /** The parameters of the last evaluation that was finite; until there is one, the initial ones. */
    private final RealArray good;

    private double[] losses = new double[1024];
    private int complete;
    private long steps;
    private double norm = Double.NaN;
    private Map<String, Tensor> bound;

    TrainingRun(Model model, Batches batches, OptimizerSettings settings, ProgressListener listener) {
        Signature signature = model.signature();
        int count = signature.trainableCount();
        this.model = model;
        this.batches = batches;
        this.listener = listener;
        this.flat = model.parameters().flat();
        this.coordinates = new FreeCoordinates(signature, flat);
        this.optimizer = Optimizers.create(settings, signature.precision(), count);
        this.gradient = RealArray.allocate(signature.precision(), count);
        this.epochGradient = new double[count];
        this.good = RealArray.allocate(signature.precision(), count);
        RealArray.copy(flat, 0, good, 0, count);
    }

    TrainingResult run(int epochs, double untilGradient) {
        while (complete < epochs) {
            int epoch = complete + 1;
            batches.shuffle(epoch);
            Arrays.fill(epochGradient, 0);
            double loss = 0;
            for (int batch = 0; batch < batches.count(); batch++) {
                if (batch > 0) {
                    step();
                }
                bind(batch);
                double batchLoss = model.lossAndGradient(gradient);
                if (!Double.isFinite(batchLoss) || !addGradient(batches.share(batch))) {
                    return failed(epoch, batch, batchLoss);
                }
                loss += batches.share(batch) * batchLoss;
            }
            finishEpoch(loss);
            if (norm < untilGradient) {
                return finished(Stop.GRADIENT);
            }
            step();
        }
        return finished(Stop.EPOCHS);
    }

    private void step() {
        RealArray.copy(flat, 0, good, 0, good.length());
        coordinates.enter(flat, gradient);
        optimizer.step(flat, gradient);
        coordinates.leave(flat);
        steps++;
    }

    /** Batches of one size are the same arrays filled anew, which the model has already. */
    private void bind(int batch) {
        Map<String, Tensor> values = batches.get(batch);
        if (values != bound) {
            model.bind(values);
            bound = values;
        }
    }

    /** Whether the gradient is finite; if so, it is added to that of the epoch. */
    private boolean addGradient(double share) {
        for (int i = 0; i < epochGradient.length; i++) {
            double g = gradient.get(i);
            if (!Double.isFinite(g)) {
                return false;
            }
            epochGradient[i] += share * g;
        }
        return true;
    }

    private void finishEpoch(double loss) {
        double squares = 0;
        for (double g : epochGradient) {
            squares += g * g;
        }
        norm = Math.sqrt(squares);
        if (complete == losses.length) {
            losses = Arrays.copyOf(losses, 2 * complete);
        }
        losses[complete++] = loss;
        listener.epochDone(complete, loss, norm);
    }

    private TrainingResult finished(Stop stop) {
        double loss = 0;
        for (int batch = 0; batch < batches.count(); batch++) {
            double batchLoss = lossOf(batch);
            if (!Double.isFinite(batchLoss)) {
                return failed(complete, batch, batchLoss);
            }
            loss += batches.share(batch) * batchLoss;
        }
        return result(loss, stop, Optional.empty());
    }

    private TrainingResult failed(int epoch, int batch, double batchLoss) {
        RealArray parameters = RealArray.allocate(flat.precision(), flat.length());
        RealArray.copy(flat, 0, parameters, 0, flat.length());
        Failure failure = new Failure(epoch, steps, batchLoss, parameters, batches.copy(batch));
        RealArray.copy(good, 0, flat, 0, good.length());
        double loss = 0;
        for (int b = 0; b < batches.count(); b++) {
            loss += batches.share(b) * lossOf(b);
        }
        return result(loss, Stop.NOT_FINITE, Optional.of(failure));
    }

    private double lossOf(int batch) {
        bind(batch);
        return model.forward();
    }

    private TrainingResult result(double finalLoss, Stop stop, Optional<Failure> failure) {
        return new TrainingResult(Arrays.copyOf(losses, complete), norm, finalLoss, steps, stop, failure);
    }
}
