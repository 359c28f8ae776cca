package dev.adjoint.emit;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.load.LoadedModel;
import dev.adjoint.load.Loader;
import dev.adjoint.plan.Planner;
import dev.adjoint.plan.Program;
import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.source.SourceFile;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Builds models by hand, with gradients given by hand. */
final class ModelBuilder {
    final Dag dag = new Dag();
    private final String name;
    private final Span span = new Span(new SourceFile("models/test.nn", "model\n"), 0, 5);
    private final List<Dim> dims = new ArrayList<>();
    private final List<ModelDag.Data> inputs = new ArrayList<>();
    private final List<ModelDag.Data> targets = new ArrayList<>();
    private final List<ModelDag.Parameter> parameters = new ArrayList<>();
    private final List<ModelDag.Output> outputs = new ArrayList<>();
    private final Map<String, Node> named = new LinkedHashMap<>();
    private final Map<Variable, Node> gradients = new LinkedHashMap<>();
    private final Map<Node, String> names = new IdentityHashMap<>();
    private Precision precision = Precision.F64;
    private String doc = "";
    private Node loss;

    private OptionalInt methodBytes = OptionalInt.empty();

    ModelBuilder(String name) {
        this.name = name;
        dag.origin(List.of(span));
    }

    ModelBuilder doc(String text) {
        doc = text;
        return this;
    }

    ModelBuilder precision(Precision value) {
        precision = value;
        return this;
    }

    Axis dim(String dimName) {
        dims.add(Dim.unbound(dimName));
        return Axis.of(dims.get(dims.size() - 1));
    }

    Axis dim(String dimName, int size) {
        dims.add(Dim.fixed(dimName, size));
        return Axis.of(dims.get(dims.size() - 1));
    }

    Variable input(String variable, Axis... axes) {
        Variable node = dag.variable(Role.INPUT, variable, Shape.of(axes));
        inputs.add(new ModelDag.Data(node, Kind.REAL, "", span));
        return node;
    }

    Variable target(String variable, Axis... axes) {
        Variable node = dag.variable(Role.TARGET, variable, Shape.of(axes));
        targets.add(new ModelDag.Data(node, Kind.REAL, "", span));
        return node;
    }

    Variable param(String variable, double initial, Axis... axes) {
        return param(Role.PARAMETER, variable, new Initialiser.Constant(initial), axes);
    }

    Variable frozen(String variable, double initial, Axis... axes) {
        return frozen(variable, new Initialiser.Constant(initial), axes);
    }

    Variable frozen(String variable, Initialiser initialiser, Axis... axes) {
        return param(Role.FROZEN, variable, initialiser, axes);
    }

    private Variable param(Role role, String variable, Initialiser initialiser, Axis... axes) {
        Variable node = dag.variable(role, variable, Shape.of(axes));
        parameters.add(new ModelDag.Parameter(node, "", span, initialiser, Interval.ALL));
        return node;
    }

    Node let(String value, Node node) {
        named.put(value, node);
        names.putIfAbsent(node, value);
        return node;
    }

    Node output(String value, Node node) {
        return output(value, node, node.shape());
    }

    Node output(String value, Node node, Shape shape) {
        outputs.add(new ModelDag.Output(value, shape, "", span, node));
        return let(value, node);
    }

    ModelBuilder loss(Node node) {
        loss = node;
        names.putIfAbsent(node, "loss");
        return this;
    }

    ModelBuilder gradient(Variable variable, Node node) {
        gradients.put(variable, node);
        if (!(node instanceof Constant)) {
            names.putIfAbsent(node, "d_" + variable.name());
        }
        return this;
    }

    Node sum(Node body, Axis... axes) {
        return dag.reduce(dev.adjoint.expr.Reduction.SUM, List.of(axes), body);
    }

    Node add(Node... nodes) {
        return dag.apply(dev.adjoint.expr.Primitive.ADD, nodes);
    }

    Node mul(Node... nodes) {
        return dag.apply(dev.adjoint.expr.Primitive.MUL, nodes);
    }

    Node pow(Node base, double exponent) {
        return dag.pow(base, dag.constant(exponent));
    }

    Node c(double value) {
        return dag.constant(value);
    }

    ModelDag model() {
        return new ModelDag(
                name,
                doc,
                span,
                precision,
                dims,
                List.of(),
                inputs,
                targets,
                parameters,
                outputs,
                List.of(),
                named,
                loss,
                Map.of(),
                dag);
    }

    Map<Variable, Node> gradients() {
        return gradients;
    }

    /** Cuts methods at an estimate of that many bytes of bytecode instead of HotSpot's limit. */
    ModelBuilder methodBytes(int value) {
        methodBytes = OptionalInt.of(value);
        return this;
    }

    Program program() {
        return methodBytes.isPresent()
                ? Planner.plan(model(), gradients, Optional.empty(), names::containsKey, methodBytes.getAsInt())
                : Planner.plan(model(), gradients, Optional.empty(), names::containsKey);
    }

    List<GeneratedFile> emit() {
        return Emitter.emit(
                program(), new EmitOptions("model", Formulas::text, node -> Optional.ofNullable(names.get(node))));
    }

    LoadedModel loaded() {
        Map<String, String> sources =
                emit().stream().collect(Collectors.toMap(GeneratedFile::className, GeneratedFile::text));
        return Loader.load("model." + name, sources);
    }

    Model load() {
        return loaded().model();
    }

    @Override
    public String toString() {
        return name + Arrays.asList(parameters);
    }
}
