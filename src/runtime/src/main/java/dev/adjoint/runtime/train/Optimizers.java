package dev.adjoint.runtime.train;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.TrainSettings.OptimizerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The optimisers by the names they have in model files, with the arguments each takes.
 *
 * <p>Formulas and defaults are those of PyTorch's {@code torch.optim}; {@code momentum} and {@code nesterov} are its
 * {@code SGD} with momentum, here 0.9 unless said otherwise.
 *
 * <table>
 * <caption>Names, arguments and defaults</caption>
 * <tr><td>{@code sgd}</td><td>learning_rate = 1e-3, weight_decay = 0</td></tr>
 * <tr><td>{@code momentum}, {@code nesterov}</td><td>learning_rate = 1e-3, momentum = 0.9, weight_decay = 0</td></tr>
 * <tr><td>{@code rmsprop}</td><td>learning_rate = 1e-2, rho = 0.99, epsilon = 1e-8, weight_decay = 0</td></tr>
 * <tr><td>{@code adam}</td><td>learning_rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight_decay = 0</td></tr>
 * <tr><td>{@code adamw}</td><td>the same with weight_decay = 1e-2</td></tr>
 * </table>
 */
public final class Optimizers {
    /** The values an argument may have; all are finite. */
    public enum Range {
        POSITIVE("above 0"),
        NOT_NEGATIVE("at least 0"),
        FRACTION("at least 0 and below 1");

        private final String text;

        Range(String text) {
            this.text = text;
        }

        public boolean contains(double value) {
            return Double.isFinite(value)
                    && (this == POSITIVE ? value > 0 : value >= 0)
                    && (this != FRACTION || value < 1);
        }

        /** In words, to follow "must be". */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A number that sets how an optimiser behaves.
     *
     * @param name as in model files
     * @param standard its value if nothing is said
     * @param range the values it may have
     */
    public record Argument(String name, double standard, Range range) {}

    /** Makes an optimiser from the values of its arguments, in the order of its row. */
    private interface Maker {
        Optimizer make(double[] values, Precision precision, int count);
    }

    private record Row(List<Argument> arguments, Maker maker) {}

    private static final Argument RATE = new Argument("learning_rate", 1e-3, Range.POSITIVE);
    private static final Argument RMSPROP_RATE = new Argument("learning_rate", 1e-2, Range.POSITIVE);
    private static final Argument MOMENTUM = new Argument("momentum", 0.9, Range.FRACTION);
    private static final Argument RHO = new Argument("rho", 0.99, Range.FRACTION);
    private static final Argument BETA1 = new Argument("beta1", 0.9, Range.FRACTION);
    private static final Argument BETA2 = new Argument("beta2", 0.999, Range.FRACTION);
    private static final Argument EPSILON = new Argument("epsilon", 1e-8, Range.POSITIVE);
    private static final Argument DECAY = new Argument("weight_decay", 0, Range.NOT_NEGATIVE);
    private static final Argument ADAMW_DECAY = new Argument("weight_decay", 1e-2, Range.NOT_NEGATIVE);

    private static final Map<String, Row> ROWS = new LinkedHashMap<>();

    static {
        row("sgd", (v, p, n) -> new Sgd(v[0], v[1], n), RATE, DECAY);
        row("momentum", (v, p, n) -> new Momentum(v[0], v[1], v[2], false, p, n), RATE, MOMENTUM, DECAY);
        row("nesterov", (v, p, n) -> new Momentum(v[0], v[1], v[2], true, p, n), RATE, MOMENTUM, DECAY);
        row("rmsprop", (v, p, n) -> new RmsProp(v[0], v[1], v[2], v[3], p, n), RMSPROP_RATE, RHO, EPSILON, DECAY);
        row("adam", (v, p, n) -> new Adam(v[0], v[1], v[2], v[3], v[4], 0, p, n), RATE, BETA1, BETA2, EPSILON, DECAY);
        row(
                "adamw",
                (v, p, n) -> new Adam(v[0], v[1], v[2], v[3], 0, v[4], p, n),
                RATE,
                BETA1,
                BETA2,
                EPSILON,
                ADAMW_DECAY);
    }

    private Optimizers() {}

    private static void row(String name, Maker maker, Argument... arguments) {
        ROWS.put(name, new Row(List.of(arguments), maker));
    }

    /** The names of all optimisers. */
    public static List<String> names() {
        return List.copyOf(ROWS.keySet());
    }

    /**
     * The arguments an optimiser takes.
     *
     * @throws IllegalArgumentException if there is no such optimiser
     */
    public static List<Argument> arguments(String name) {
        return find(name).arguments();
    }

    /**
     * Makes an optimiser that has not stepped yet.
     *
     * @param settings its name and the arguments that differ from their defaults
     * @param precision of the points it will move
     * @param count how many leading elements of them it moves
     * @throws IllegalArgumentException if there is no such optimiser or argument, or a value is out of range
     */
    public static Optimizer create(OptimizerSettings settings, Precision precision, int count) {
        Row row = find(settings.name());
        List<String> known = row.arguments().stream().map(Argument::name).toList();
        for (String argument : settings.arguments().keySet()) {
            if (!known.contains(argument)) {
                throw new IllegalArgumentException(
                        settings.name() + " has no argument " + argument + "; it takes " + String.join(", ", known));
            }
        }
        double[] values =
                row.arguments().stream().mapToDouble(a -> value(a, settings)).toArray();
        return row.maker().make(values, precision, count);
    }

    private static double value(Argument argument, OptimizerSettings settings) {
        double value = settings.arguments().getOrDefault(argument.name(), argument.standard());
        if (!argument.range().contains(value)) {
            throw new IllegalArgumentException(
                    argument.name() + " of " + settings.name() + " is " + value + ", it must be " + argument.range());
        }
        return value;
    }

    private static Row find(String name) {
        Row row = ROWS.get(name);
        if (row == null) {
            throw new IllegalArgumentException(
                    "no optimizer " + name + "; there are " + String.join(", ", ROWS.keySet()));
        }
        return row;
    }
}
