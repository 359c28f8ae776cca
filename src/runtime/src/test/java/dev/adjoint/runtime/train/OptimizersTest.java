package dev.adjoint.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.TrainSettings.OptimizerSettings;
import dev.adjoint.runtime.train.Optimizers.Argument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizersTest {
    /** What {@code optimizer_trajectories.py} printed for one optimiser. */
    private record Trajectory(OptimizerSettings settings, List<double[]> points) {
        @Override
        public String toString() {
            return settings.name() + settings.arguments();
        }
    }

    static List<Trajectory> trajectories() throws IOException {
        List<Trajectory> trajectories = new ArrayList<>();
        try (var stream = OptimizersTest.class.getResourceAsStream("optimizer-trajectories.txt")) {
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] words = line.split(" ");
                if (Character.isLetter(line.charAt(0))) {
                    Map<String, Double> arguments = new LinkedHashMap<>();
                    Arrays.stream(words)
                            .skip(1)
                            .map(w -> w.split("="))
                            .forEach(w -> arguments.put(w[0], Double.valueOf(w[1])));
                    trajectories.add(new Trajectory(new OptimizerSettings(words[0], arguments), new ArrayList<>()));
                } else {
                    trajectories
                            .get(trajectories.size() - 1)
                            .points()
                            .add(Arrays.stream(words)
                                    .mapToDouble(Double::parseDouble)
                                    .toArray());
                }
            }
        }
        return trajectories;
    }

    /** Gradient of (1 - x)² + 10 (y - x²)² + z⁴/10. */
    private static void gradient(RealArray w, RealArray gradient) {
        double x = w.get(0);
        double y = w.get(1);
        double z = w.get(2);
        gradient.set(0, -2 * (1 - x) - 40 * x * (y - x * x));
        gradient.set(1, 20 * (y - x * x));
        gradient.set(2, 0.4 * z * z * z);
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void movesAsPyTorchDoes(Trajectory trajectory) {
        follow(trajectory, Precision.F64, 1e-12);
    }

    /** Thirty steps of a few float roundings each, on numbers of about 1. */
    @ParameterizedTest
    @MethodSource("trajectories")
    void movesSoInSinglePrecision(Trajectory trajectory) {
        follow(trajectory, Precision.F32, 1e-5);
    }

    private static void follow(Trajectory trajectory, Precision precision, double tolerance) {
        Optimizer optimizer = Optimizers.create(trajectory.settings(), precision, 3);
        RealArray point = RealArray.allocate(precision, 4);
        RealArray gradient = RealArray.allocate(precision, 3);
        for (int i = 0; i < 3; i++) {
            point.set(i, trajectory.points().get(0)[i]);
        }
        point.set(3, 42);
        assertThat(trajectory.points()).hasSizeGreaterThan(20);
        for (double[] expected : trajectory.points()) {
            double[] actual = point.toDoubles();
            assertThat(Arrays.copyOf(actual, 3)).containsExactly(expected, within(tolerance));
            assertThat(actual[3]).as("an element that is not trained").isEqualTo(42);
            gradient(point, gradient);
            optimizer.step(point, gradient);
        }
    }

    @Test
    void everyOptimizerHasATrajectory() throws IOException {
        assertThat(trajectories().stream().map(t -> t.settings().name()).distinct())
                .containsExactlyElementsOf(Optimizers.names());
    }

    @ParameterizedTest
    @CsvSource({
        "sgd, learning_rate weight_decay",
        "momentum, learning_rate momentum weight_decay",
        "nesterov, learning_rate momentum weight_decay",
        "rmsprop, learning_rate rho epsilon weight_decay",
        "adam, learning_rate beta1 beta2 epsilon weight_decay",
        "adamw, learning_rate beta1 beta2 epsilon weight_decay",
    })
    void namesItsArguments(String name, String arguments) {
        assertThat(Optimizers.arguments(name).stream().map(Argument::name)).containsExactly(arguments.split(" "));
        assertThat(Optimizers.arguments(name)).allMatch(a -> a.range().contains(a.standard()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lbfgs | learning_rate | 1 | no optimizer lbfgs; there are sgd, momentum, nesterov, rmsprop, adam, adamw",
                "sgd | momentum | 0.9 | sgd has no argument momentum; it takes learning_rate, weight_decay",
                "sgd | learning_rate | 0 | learning_rate of sgd is 0.0, it must be above 0",
                "sgd | learning_rate | NaN | learning_rate of sgd is NaN, it must be above 0",
                "sgd | learning_rate | Infinity | learning_rate of sgd is Infinity, it must be above 0",
                "adam | weight_decay | -1 | weight_decay of adam is -1.0, it must be at least 0",
                "adam | beta1 | 1 | beta1 of adam is 1.0, it must be at least 0 and below 1",
                "rmsprop | rho | -0.1 | rho of rmsprop is -0.1, it must be at least 0 and below 1",
                "adamw | epsilon | 0 | epsilon of adamw is 0.0, it must be above 0",
            })
    void refusesWhatItDoesNotKnow(String name, String argument, double value, String message) {
        var settings = new OptimizerSettings(name, Map.of(argument, value));
        assertThatThrownBy(() -> Optimizers.create(settings, Precision.F64, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
