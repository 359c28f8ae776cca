package dev.adjoint.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.RandomExpressions;
import dev.adjoint.expr.RandomTensors;
import dev.adjoint.grad.Gradient;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.rewrite.Simplify;
import java.util.LinkedHashSet;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read has the value of what was derived, wherever that is finite: on gradients of random models. */
final class ReadingTest {
    @ParameterizedTest
    @CsvSource({"true, 50000, 600", "false, 60000, 300"})
    void readingKeepsValues(boolean tensors, long firstSeed, int seeds) {
        int compared = 0;
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            Dag dag = new Dag();
            RandomExpressions.Sample sample = tensors ? RandomTensors.of(dag, seed) : RandomExpressions.of(dag, seed);
            Map<Node, Node> gradient = Gradient.of(dag, sample.loss(), sample.variables());
            Map<Node, Node> simple = Simplify.forReading(dag, gradient.values());
            Map<Node, Node> read = Reading.of(dag, new LinkedHashSet<>(simple.values()));
            Interpreter interpreter = new Interpreter(sample.sizes(), sample.bindings());
            for (Map.Entry<Node, Node> entry : read.entrySet()) {
                double[] expected =
                        interpreter.evaluate(entry.getKey(), entry.getKey().shape());
                double[] actual =
                        interpreter.evaluate(entry.getValue(), entry.getKey().shape());
                for (int i = 0; i < expected.length; i++) {
                    if (Double.isFinite(expected[i]) && Double.isFinite(actual[i])) {
                        double size = Math.max(1, Math.abs(expected[i]));
                        assertThat(actual[i])
                                .as("seed %d, %s", seed, entry.getValue())
                                .isCloseTo(expected[i], within(1e-7 * size));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(3 * seeds);
    }
}
