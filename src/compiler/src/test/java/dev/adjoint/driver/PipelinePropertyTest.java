package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.emit.EmitOptions;
import dev.adjoint.emit.Emitter;
import dev.adjoint.emit.GeneratedFile;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.RandomExpressions;
import dev.adjoint.expr.RandomTensors;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import dev.adjoint.interpret.Interpreter;
import dev.adjoint.load.Loader;
import dev.adjoint.plan.Planner;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Generated code against the interpreter on random models: outputs, loss, gradients of parameters and of inputs, by
 * {@code forward} and {@code backward} and by {@code lossAndGradient}. The expected values come from the plain expressions,
 * differentiated as they are, with no rewriting, planning or emission involved.
 */
class PipelinePropertyTest {
    @ParameterizedTest
    @CsvSource({
        "false, F64, 0, 150, 4000, 1e-9",
        "false, F32, 10000, 50, 4000, 2e-3",
        "true, F64, 20000, 150, 4000, 1e-9",
        "true, F64, 30000, 100, 100, 1e-9",
        "true, F32, 40000, 60, 4000, 2e-3"
    })
    void generatedEqualsInterpreted(
            boolean tensors, Precision precision, long firstSeed, int seeds, int methodBytes, double tolerance) {
        int compared = 0;
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            Dag dag = new Dag();
            RandomExpressions.Sample sample = tensors ? RandomTensors.of(dag, seed) : RandomExpressions.of(dag, seed);
            compared += new Comparison(seed, dag, sample, precision, methodBytes, tolerance).run();
        }
        assertThat(compared).isGreaterThan(20 * seeds);
    }

    private record Comparison(
            long seed,
            Dag dag,
            RandomExpressions.Sample sample,
            Precision precision,
            int methodBytes,
            double tolerance) {
        int run() {
            Map<Node, Node> plain = Gradient.of(dag, sample.loss(), sample.variables());
            Interpreter interpreter = new Interpreter(sample.sizes(), rounded());
            Node loss = sample.loss();
            Node output = loss.operands().stream()
                    .filter(operand -> operand.type() == ElementType.REAL)
                    .findFirst()
                    .orElse(loss);
            Model model = generated(output);
            RealArray gradient = RealArray.allocate(precision, model.signature().trainableCount());
            int compared = check(interpreter, loss, model.forward(), "loss");
            compared += check(interpreter, output, output.shape(), model.output("y"), "output");
            model.backward(gradient);
            compared += check(interpreter, plain, model, gradient);
            compared += check(interpreter, loss, model.lossAndGradient(gradient), "fused loss");
            return compared + check(interpreter, plain, model, gradient);
        }

        /** The point as the model's precision sees it. */
        private Map<String, double[]> rounded() {
            Map<String, double[]> values = new HashMap<>();
            sample.bindings()
                    .forEach((name, exact) -> values.put(name, array(exact).toDoubles()));
            return values;
        }

        private RealArray array(double[] exact) {
            RealArray array = RealArray.allocate(precision, exact.length);
            for (int i = 0; i < exact.length; i++) {
                array.set(i, exact[i]);
            }
            return array;
        }

        private Model generated(Node output) {
            Differentiated differentiated =
                    Passes.differentiate(Passes.simplify(model(output)), Optional.empty(), sample.variables());
            EmitOptions options = new EmitOptions("random", node -> "", node -> Optional.empty());
            List<GeneratedFile> files = Emitter.emit(
                    Planner.plan(
                            differentiated.model(),
                            differentiated.gradient(),
                            differentiated.step(),
                            node -> false,
                            methodBytes),
                    options);
            Map<String, String> sources = new LinkedHashMap<>();
            files.forEach(file -> sources.put(file.className(), file.text()));
            Model model = Loader.load(files.get(0).className(), sources).model();
            for (Signature.Parameter p : model.signature().parameters()) {
                double[] exact = sample.bindings().get(p.name());
                for (int i = 0; i < exact.length; i++) {
                    model.parameters().flat().set(p.offset() + i, exact[i]);
                }
            }
            Map<String, Tensor> data = new HashMap<>();
            inputs().forEach(v -> data.put(
                    v.name(),
                    new Tensor(sizes(v.shape()), array(sample.bindings().get(v.name())))));
            model.bind(data);
            return model;
        }

        /** What the sample is differentiated by, and integers. */
        private List<Variable> inputs() {
            Set<Variable> inputs = new LinkedHashSet<>();
            sample.variables().stream().filter(v -> v.role() == Role.INPUT).forEach(inputs::add);
            for (Node node : Reachable.from(sample.loss())) {
                if (node instanceof Variable v && v.role() == Role.INPUT) {
                    inputs.add(v);
                }
            }
            return List.copyOf(inputs);
        }

        private List<Integer> sizes(Shape shape) {
            return shape.axes().stream()
                    .map(axis -> axis.dim().size(sample.sizes()::get))
                    .toList();
        }

        private ModelDag model(Node output) {
            Span span = new SourceFile("random.nn", "").span(0, 0);
            List<ModelDag.Parameter> parameters = new ArrayList<>();
            for (Variable v : sample.variables()) {
                if (v.role() != Role.INPUT) {
                    parameters.add(new ModelDag.Parameter(v, "", span, new Initialiser.Missing(), Interval.ALL));
                }
            }
            return new ModelDag(
                    "Random",
                    "",
                    span,
                    precision,
                    List.copyOf(sample.sizes().keySet()),
                    List.of(),
                    inputs().stream()
                            .map(v -> new ModelDag.Data(v, Kind.REAL, "", span))
                            .toList(),
                    List.of(),
                    parameters,
                    List.of(new ModelDag.Output("y", output.shape(), "", span, output)),
                    List.of(),
                    Map.of("y", output),
                    sample.loss(),
                    Map.of(),
                    dag);
        }

        private int check(Interpreter interpreter, Map<Node, Node> plain, Model model, RealArray gradient) {
            int compared = 0;
            for (Variable v : sample.variables()) {
                Tensor actual = v.role() == Role.INPUT
                        ? model.inputGradient(v.name())
                        : new Tensor(sizes(v.shape()), slice(model, v, gradient));
                compared += check(interpreter, plain.get(v), v.shape(), actual, "d/d " + v);
            }
            return compared;
        }

        private RealArray slice(Model model, Variable variable, RealArray gradient) {
            Signature.Parameter p = model.signature().parameter(variable.name()).orElseThrow();
            RealArray part = RealArray.allocate(precision, p.count());
            for (int i = 0; i < p.count(); i++) {
                part.set(i, gradient.get(p.offset() + i));
            }
            return part;
        }

        private int check(Interpreter interpreter, Node expected, double actual, String what) {
            return check(interpreter, expected, Shape.SCALAR, Tensor.scalar(actual), what);
        }

        private int check(Interpreter interpreter, Node expected, Shape shape, Tensor actual, String what) {
            double[] values = interpreter.evaluate(expected, shape);
            int compared = 0;
            for (int i = 0; i < values.length; i++) {
                // Simplified code may give a number where the plain expression gives NaN, never the other way round.
                if (Double.isFinite(values[i]) && Math.abs(values[i]) < 1e6) {
                    assertThat(actual.values().get(i))
                            .as("seed %d, %s[%d]", seed, what, i)
                            .isCloseTo(values[i], within(tolerance * (1 + Math.abs(values[i]))));
                    compared++;
                }
            }
            return compared;
        }
    }
}
