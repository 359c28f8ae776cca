package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.check.Compilation;
import dev.adjoint.emit.EmitOptions;
import dev.adjoint.emit.Emitter;
import dev.adjoint.emit.GeneratedFile;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.load.Loader;
import dev.adjoint.lower.Lowering;
import dev.adjoint.plan.Planner;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The generated code of the models in the corpus of good programs against the interpreter of their plain expressions, with
 * batches that grow, shrink and vanish: outputs, loss, and the gradients of parameters and inputs.
 */
class GeneratedCorpusTest {
    /** Sizes of the unbound dims, in turn. The first shall tell them apart. */
    private static final int[][] SIZES = {{4, 5, 6, 7, 8, 9}, {1}, {0}, {0, 2}, {2, 0}, {3}};

    private static final int WHOLE = 4_000;

    /** So small that every kernel is cut. */
    private static final int CUT = 100;

    /** In single precision, some roundings of each of some hundred terms. */
    private static final double TOLERANCE = 1e-10;

    private static final double TOLERANCE_SINGLE = 1e-3;

    @ParameterizedTest
    @MethodSource("models")
    void computesWhatItMeans(Path file) {
        check(file, WHOLE);
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesItInSmallPieces(Path file) {
        check(file, CUT);
    }

    static Stream<Path> models() {
        return Compilation.corpus("good").filter(file -> {
            Analysis analysis = Adjoint.analyse(file);
            return analysis.ok() && analysis.model().isPresent();
        });
    }

    private static void check(Path file, int methodBytes) {
        Compilation compilation = Compilation.of(file);
        ModelDag lowered = Lowering.lower(compilation.model().orElseThrow(), compilation.diagnostics());
        new Comparison(lowered, methodBytes).run();
    }

    private static final class Comparison {
        private final ModelDag lowered;
        private final ModelDag plain;
        private final List<Variable> wrt;
        private final Map<Node, Node> gradients;
        private final Model model;
        private final Precision precision;

        Comparison(ModelDag lowered, int methodBytes) {
            this.lowered = lowered;
            this.plain = Passes.evaluating(lowered);
            this.precision = lowered.precision();
            this.wrt = new ArrayList<>(Passes.trainable(plain));
            data().stream().filter(data -> data.kind() instanceof Kind.Real).forEach(data -> wrt.add(data.variable()));
            this.gradients = Gradient.of(plain.dag(), plain.loss(), wrt);
            this.model = generated(methodBytes);
        }

        private List<ModelDag.Data> data() {
            return Stream.of(plain.inputs(), plain.targets())
                    .flatMap(List::stream)
                    .toList();
        }

        private Model generated(int methodBytes) {
            Differentiated differentiated = Passes.differentiate(
                    Passes.simplify(plain), Passes.training(lowered).map(Passes::simplify), wrt);
            Map<Node, String> names = differentiated.names();
            List<GeneratedFile> files = Emitter.emit(
                    Planner.plan(
                            differentiated.model(),
                            differentiated.gradient(),
                            differentiated.step(),
                            names::containsKey,
                            methodBytes),
                    new EmitOptions("corpus", node -> "", node -> Optional.ofNullable(names.get(node))));
            Map<String, String> sources = new LinkedHashMap<>();
            files.forEach(file -> sources.put(file.className(), file.text()));
            return Loader.load(files.get(0).className(), sources).model();
        }

        void run() {
            List<Dim> unbound = plain.dims().stream()
                    .filter(dim -> dim.extent() instanceof Extent.Unbound)
                    .toList();
            Random random = new Random(1);
            for (int[] each : SIZES) {
                Map<Dim, Integer> sizes = new HashMap<>();
                unbound.forEach(dim -> sizes.put(dim, each[sizes.size() % each.length]));
                Map<String, double[]> values = new HashMap<>();
                for (ModelDag.Data data : data()) {
                    values.put(data.variable().name(), elements(data, sizes, random));
                }
                for (Signature.Parameter parameter : model.signature().parameters()) {
                    // Inside the constraints of all models here.
                    values.put(parameter.name(), rounded(random.doubles(parameter.count(), 0.1, 0.9)));
                }
                if (data().stream().noneMatch(data -> isUncountable(data, sizes))) {
                    compare(sizes, values);
                }
            }
        }

        /** Whether it needs indices into what has no elements. */
        private static boolean isUncountable(ModelDag.Data data, Map<Dim, Integer> sizes) {
            return count(data, sizes) == 0 && elements(data.variable(), sizes) > 0;
        }

        /** How many different elements there can be. */
        private static int count(ModelDag.Data data, Map<Dim, Integer> sizes) {
            if (data.kind() instanceof Kind.Index index) {
                return index.along().size(sizes::get);
            }
            return data.kind() instanceof Kind.Label label ? label.classes().size(sizes::get) : 2;
        }

        private static int elements(Variable variable, Map<Dim, Integer> sizes) {
            return variable.shape().axes().stream()
                    .mapToInt(axis -> axis.dim().size(sizes::get))
                    .reduce(1, (a, b) -> a * b);
        }

        private double[] elements(ModelDag.Data data, Map<Dim, Integer> sizes, Random random) {
            int elements = elements(data.variable(), sizes);
            int count = count(data, sizes);
            return data.kind() instanceof Kind.Real
                    ? rounded(random.doubles(elements, -2, 2))
                    : random.ints(elements, 0, Math.max(1, count))
                            .asDoubleStream()
                            .toArray();
        }

        /** As the model's precision sees them. */
        private double[] rounded(DoubleStream exact) {
            return exact.map(x -> precision == Precision.F32 ? (float) x : x).toArray();
        }

        private void compare(Map<Dim, Integer> sizes, Map<String, double[]> values) {
            Map<String, Tensor> tensors = new HashMap<>();
            for (ModelDag.Data data : data()) {
                List<Integer> lengths = data.variable().shape().axes().stream()
                        .map(Axis::dim)
                        .map(dim -> dim.size(sizes::get))
                        .toList();
                tensors.put(
                        data.variable().name(),
                        new Tensor(lengths, array(values.get(data.variable().name()))));
            }
            for (Signature.Parameter parameter : model.signature().parameters()) {
                double[] start = values.get(parameter.name());
                for (int i = 0; i < start.length; i++) {
                    model.parameters().flat().set(parameter.offset() + i, start[i]);
                }
            }
            if (plain.leastSizes().stream().anyMatch(least -> sizes.get(least.dim()) < least.size())) {
                assertThatThrownBy(() -> model.bind(tensors))
                        .as("%s", sizes)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the model needs at least");
                return;
            }
            Interpreter interpreter = new Interpreter(sizes, values);
            RealArray gradient = RealArray.allocate(precision, model.signature().trainableCount());
            model.bind(tensors);
            model.predict();
            checkOutputs(interpreter, sizes);
            double loss = model.forward();
            checkOutputs(interpreter, sizes);
            model.backward(gradient);
            double expected = interpreter.evaluate(plain.loss())[0];
            if (Double.isFinite(expected)) {
                check("loss", new double[] {loss}, new double[] {expected}, sizes);
                checkGradients(interpreter, gradient, sizes);
            }
            if (Double.isFinite(expected) && Passes.training(lowered).isEmpty()) {
                check("loss", new double[] {model.lossAndGradient(gradient)}, new double[] {expected}, sizes);
                checkGradients(interpreter, gradient, sizes);
            }
        }

        private RealArray array(double[] values) {
            RealArray array = RealArray.allocate(precision, values.length);
            for (int i = 0; i < values.length; i++) {
                array.set(i, values[i]);
            }
            return array;
        }

        private void checkOutputs(Interpreter interpreter, Map<Dim, Integer> sizes) {
            for (ModelDag.Output output : plain.outputs()) {
                double[] expected = interpreter.evaluate(output.value(), output.shape());
                check(output.name(), elements(model.output(output.name())), expected, sizes);
            }
        }

        private void checkGradients(Interpreter interpreter, RealArray gradient, Map<Dim, Integer> sizes) {
            for (Variable variable : wrt) {
                double[] expected = interpreter.evaluate(gradients.get(variable), variable.shape());
                double[] actual = model.signature()
                        .parameter(variable.name())
                        .map(p -> Arrays.copyOfRange(gradient.toDoubles(), p.offset(), p.offset() + p.count()))
                        .orElseGet(() -> elements(model.inputGradient(variable.name())));
                check("d loss/d " + variable, actual, expected, sizes);
            }
        }

        private static double[] elements(Tensor tensor) {
            return Arrays.copyOf(tensor.values().toDoubles(), tensor.count());
        }

        /** Generated code may compute a number where the plain expression gives NaN, never the other way round. */
        private void check(String what, double[] actual, double[] expected, Map<Dim, Integer> sizes) {
            assertThat(actual).as("%s for %s", what, sizes).hasSameSizeAs(expected);
            double tolerance = precision == Precision.F32 ? TOLERANCE_SINGLE : TOLERANCE;
            for (int i = 0; i < expected.length; i++) {
                if (Double.isInfinite(expected[i])) {
                    assertThat(actual[i]).as("%s[%d] for %s", what, i, sizes).isEqualTo(expected[i]);
                } else if (!Double.isNaN(expected[i])) {
                    assertThat(actual[i])
                            .as("%s[%d] for %s", what, i, sizes)
                            .isCloseTo(expected[i], Offset.offset(tolerance * (1 + Math.abs(expected[i]))));
                }
            }
        }
    }
}
