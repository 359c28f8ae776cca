package dev.adjoint.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.RandomTensors;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.oracle.Instance;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated code agrees with the meaning of the DAG, for every pass and for batches that grow, shrink and vanish. */
final class RandomModelTest {
    private static final int WHOLE = 4_000;

    static Stream<Arguments> models() {
        Stream<Arguments> whole = IntStream.range(0, 150).mapToObj(seed -> Arguments.of(seed, 4 + seed / 2, WHOLE));
        // Methods so small that every kernel is cut: between sites, inside them, and inside branches.
        Stream<Arguments> cut =
                IntStream.range(1_000, 1_200).mapToObj(seed -> Arguments.of(seed, 4 + seed % 40, seed - 960));
        Stream<Arguments> large = IntStream.range(100, 104).mapToObj(seed -> Arguments.of(seed, 500, WHOLE));
        return Stream.of(whole, cut, large).flatMap(models -> models);
    }

    @ParameterizedTest
    @MethodSource("models")
    void generatedAgreesWithInterpreter(int seed, int size, int methodBytes) {
        ModelBuilder builder = RandomModels.model(seed, size).methodBytes(methodBytes);
        Model model = builder.load();
        Random random = new Random(seed);
        for (int[] batch : RandomModels.BATCHES) {
            Map<Dim, Integer> sizes = Map.of(Dim.unbound("n"), batch[0], Dim.unbound("t"), batch[1]);
            check(builder, model, sizes, random);
        }
    }

    private static void check(ModelBuilder builder, Model model, Map<Dim, Integer> sizes, Random random) {
        ModelDag dag = builder.model();
        Map<String, double[]> values = new HashMap<>();
        Map<String, Tensor> tensors = new HashMap<>();
        List<ModelDag.Data> data = new ArrayList<>(dag.inputs());
        data.addAll(dag.targets());
        for (ModelDag.Data datum : data) {
            Shape shape = datum.variable().shape();
            List<Integer> lengths = Instance.sizes(shape, sizes);
            int count = lengths.stream().reduce(1, (a, b) -> a * b);
            String name = datum.variable().name();
            double[] array = name.startsWith("ids")
                    ? RandomTensors.integers(random, count + 2)
                    : random.doubles(count + 2, -2, 2).toArray();
            values.put(datum.variable().name(), Arrays.copyOf(array, count));
            tensors.put(datum.variable().name(), new Tensor(lengths, RealArray.of(array)));
        }
        for (Signature.Parameter parameter : model.signature().parameters()) {
            double[] array = random.doubles(parameter.count(), -1, 1).toArray();
            values.put(parameter.name(), array);
            for (int i = 0; i < array.length; i++) {
                model.parameters().flat().set(parameter.offset() + i, array[i]);
            }
        }
        Interpreter evaluator = new Interpreter(sizes, values);
        double loss = evaluator.evaluate(dag.loss(), Shape.SCALAR)[0];
        double[] gradient = gradient(builder, model, evaluator);
        RealArray actual = RealArray.allocate(Precision.F64, gradient.length);

        model.bind(tensors);
        assertClose(model.lossAndGradient(actual), loss);
        assertClose(actual.toDoubles(), gradient);
        assertInputGradient(builder, model, evaluator);
        model.predict();
        assertOutputs(dag, model, evaluator);
        assertClose(model.forward(), loss);
        assertOutputs(dag, model, evaluator);
        for (int repeat = 0; repeat < 2; repeat++) {
            actual.set(0, Double.NaN);
            model.backward(actual);
            assertClose(actual.toDoubles(), gradient);
            assertInputGradient(builder, model, evaluator);
        }
    }

    private static double[] gradient(ModelBuilder builder, Model model, Interpreter evaluator) {
        double[] gradient = new double[model.signature().trainableCount()];
        builder.gradients()
                .forEach((variable, node) -> model.signature()
                        .parameter(variable.name())
                        .ifPresent(p -> {
                            double[] part = evaluator.evaluate(node, variable.shape());
                            System.arraycopy(part, 0, gradient, p.offset(), part.length);
                        }));
        return gradient;
    }

    private static void assertOutputs(ModelDag dag, Model model, Interpreter evaluator) {
        for (ModelDag.Output output : dag.outputs()) {
            assertTensor(model.output(output.name()), evaluator, output.value(), output.shape());
        }
    }

    private static void assertInputGradient(ModelBuilder builder, Model model, Interpreter evaluator) {
        for (String name : model.signature().inputGradients()) {
            Variable variable = builder.gradients().keySet().stream()
                    .filter(v -> v.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertTensor(
                    model.inputGradient(name), evaluator, builder.gradients().get(variable), variable.shape());
        }
    }

    private static void assertTensor(Tensor tensor, Interpreter evaluator, Node node, Shape shape) {
        double[] expected = evaluator.evaluate(node, shape);
        assertThat(tensor.count()).isEqualTo(expected.length);
        double[] actual = Arrays.copyOf(tensor.values().toDoubles(), expected.length);
        assertClose(actual, expected);
    }

    private static void assertClose(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertClose(actual[i], expected[i]);
        }
    }

    /**
     * Regrouping changes rounding: some 1e-16 for each operation, of which the longest path has some hundred, and bounded
     * values amplify little.
     */
    private static void assertClose(double actual, double expected) {
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
            assertThat(actual).isEqualTo(expected);
        } else {
            assertThat(Math.abs(actual - expected))
                    .as("%s instead of %s", actual, expected)
                    .isLessThanOrEqualTo(1e-11 * Math.max(1, Math.abs(expected)));
        }
    }
}
