package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.runtime.TrainSettings;
import dev.adjoint.runtime.TrainSettings.OptimizerSettings;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Fits a model's parameters to data.
 *
 * <pre>{@code
 * model.parameters().initialise(seed);
 * TrainingResult result = Trainer.of(model)
 *         .optimizer("adam", Map.of("learning_rate", 0.01))
 *         .epochs(500)
 *         .batch(32)
 *         .train(Map.of("x", Tensor.vector(x), "y", Tensor.vector(y)));
 * }</pre>
 *
 * <p>Training starts at the parameters that the model has, so it can be continued. The same data, start, settings and seed
 * give the same result. Constrained parameters never leave their intervals. Not thread-safe.
 */
public final class Trainer {
    private final Model model;
    private OptimizerSettings optimizer = new OptimizerSettings("adam", Map.of());
    private int epochs = 1000;
    private OptionalInt batch = OptionalInt.empty();
    private long seed;
    private double untilGradient;
    private ProgressListener listener = (epoch, loss, gradientNorm) -> {};

    private Trainer(Model model) {
        this.model = Objects.requireNonNull(model);
    }

    public static Trainer of(Model model) {
        return new Trainer(model);
    }

    /** Takes over what the settings say, except for their data file; keeps the rest. */
    public Trainer settings(TrainSettings settings) {
        settings.optimizer().ifPresent(this::optimizer);
        settings.epochs().ifPresent(this::epochs);
        settings.batch().ifPresent(this::batch);
        settings.seed().ifPresent(this::seed);
        settings.untilGradient().ifPresent(this::untilGradient);
        return this;
    }

    /** The optimiser with its default arguments but for those given; {@code adam} if never said. See {@link Optimizers}. */
    public Trainer optimizer(String name, Map<String, Double> arguments) {
        return optimizer(new OptimizerSettings(name, arguments));
    }

    /** The optimiser; {@code adam} if never said. See {@link Optimizers}. */
    public Trainer optimizer(OptimizerSettings settings) {
        this.optimizer = Objects.requireNonNull(settings);
        return this;
    }

    /** How often to pass over the data at most; 1000 if never said. */
    public Trainer epochs(int epochs) {
        this.epochs = atLeast(0, epochs, "epochs");
        return this;
    }

    /**
     * Samples in a mini-batch, drawn without replacement in an order that is new in each epoch; the last one of an epoch may
     * be smaller. All data at once if never said. Samples are counted along the first unbound dim of the first input that has
     * one; a model without, or with indices along it, is always trained on all data at once.
     */
    public Trainer batch(int samples) {
        this.batch = OptionalInt.of(atLeast(1, samples, "samples in a batch"));
        return this;
    }

    /** What the order of samples depends on; 0 if never said. */
    public Trainer seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Ends the run when an epoch's gradient has a Euclidean norm below {@code norm}; never, if never said. With mini-batches it
     * is the mean of the batches' gradients, weighted by their samples, each taken where that batch was evaluated.
     */
    public Trainer untilGradient(double norm) {
        if (!(norm >= 0)) {
            throw new IllegalArgumentException("gradient norm " + norm);
        }
        this.untilGradient = norm;
        return this;
    }

    /** Who hears of every epoch; nobody if never said. */
    public Trainer listener(ProgressListener listener) {
        this.listener = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * Trains until a reason to stop. The data stays bound to the model, or its last mini-batch; arrays are only read. A loss
     * or a gradient that is not finite is no exception but ends the run with the last good parameters
     * ({@link TrainingResult#failure()}).
     *
     * @param data every input and every target, by name, in the model's precision
     * @throws IllegalArgumentException if the data does not fit the model, the optimiser or one of its arguments is unknown or
     *     out of range, or a parameter starts outside its interval
     */
    public TrainingResult train(Map<String, Tensor> data) {
        Batches batches = new Batches(model.signature(), data, batch, seed);
        return new TrainingRun(model, batches, optimizer, listener).run(epochs, untilGradient);
    }

    private static int atLeast(int least, int value, String what) {
        if (value < least) {
            throw new IllegalArgumentException(value + " " + what);
        }
        return value;
    }
}
