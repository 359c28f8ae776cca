package dev.adjoint.driver;

import dev.adjoint.check.TypedModel;
import dev.adjoint.emit.EmitOptions;
import dev.adjoint.emit.Emitter;
import dev.adjoint.emit.GeneratedFile;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Variable;
import dev.adjoint.load.Loader;
import dev.adjoint.plan.Planner;
import dev.adjoint.plan.Program;
import dev.adjoint.print.FormulaSheet;
import dev.adjoint.print.Formulas;
import dev.adjoint.print.Notation;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.runtime.TrainSettings;
import dev.adjoint.syntax.Ast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A checked model and everything one can ask the compiler about it. Not thread-safe. */
public final class CompiledModel {
    /** The name of the loss in formulas. */
    static final String LOSS = "loss";

    /** Where a model lives that is compiled in memory. */
    private static final String PACKAGE_IN_MEMORY = "model";

    private static final int COMMENT_WIDTH = 90;

    private final Ast.File ast;
    private final TypedModel typed;
    private final ModelDag lowered;
    private final ModelDag simple;
    private final Optional<ModelDag> training;

    CompiledModel(Ast.File ast, TypedModel typed, ModelDag lowered) {
        this.ast = ast;
        this.typed = typed;
        this.lowered = lowered;
        this.simple = Passes.simplify(Passes.evaluating(lowered));
        this.training = Passes.training(lowered).map(Passes::simplify);
    }

    public String name() {
        return typed.name();
    }

    /** What goes in and comes out, without gradients of inputs. */
    public Signature signature() {
        return Signatures.of(lowered, List.of());
    }

    /** What its {@code train} block says. */
    public TrainSettings trainSettings() {
        return typed.training();
    }

    /** The values that formulas can be asked for: {@code loss}, outputs and lets. */
    public List<String> values() {
        List<String> values = new ArrayList<>(List.of(LOSS));
        values.addAll(simple.named().keySet());
        return values;
    }

    /**
     * Derived formulas.
     *
     * @param of one of {@link #values}
     * @param wrt names of parameters, inputs or targets
     * @param order 1 or 2
     * @throws QuestionException if a name is unknown or the derivative asked for is not available, saying so
     */
    public Derivation derive(String of, List<String> wrt, int order) {
        if (!values().contains(of)) {
            throw new QuestionException(
                    "model '" + name() + "' has no value '" + of + "'; it has " + String.join(", ", values()));
        }
        List<Variable> variables = Derivatives.variables(simple, wrt);
        Derivatives.Answer answer = new Derivatives(simple).of(of, variables, order);
        FormulaSheet sheet = new Formulas(answer.names(), answer.adjoints()).sheet(answer.formulas());
        return new Derivation(
                sheet.render(Notation.TEXT),
                sheet.render(Notation.UNICODE),
                sheet.render(Notation.LATEX),
                definitions(sheet.formulas(Notation.TEXT)),
                definitions(sheet.where(Notation.TEXT)));
    }

    private static List<Derivation.Definition> definitions(List<FormulaSheet.Definition> all) {
        return all.stream()
                .map(d -> new Derivation.Definition(d.name(), d.formula()))
                .toList();
    }

    /**
     * The generated Java files.
     *
     * @param packageName a Java package
     * @param inputGradients inputs or targets whose gradients the classes shall also compute
     * @throws QuestionException if a name is unknown
     */
    public List<JavaSource> generate(String packageName, List<String> inputGradients) {
        return emit(packageName, inputGradients).stream()
                .map(file -> new JavaSource(file.path(), file.text()))
                .toList();
    }

    /**
     * Generates, compiles and instantiates the model; parameters are not initialised.
     *
     * @throws QuestionException if a name is unknown
     */
    public Model load(List<String> inputGradients) {
        List<GeneratedFile> files = emit(PACKAGE_IN_MEMORY, inputGradients);
        Map<String, String> sources = new LinkedHashMap<>();
        files.forEach(file -> sources.put(file.className(), file.text()));
        return Loader.load(files.get(0).className(), sources).model();
    }

    /**
     * The chain rule from the loss to one scalar parameter, step by step with numbers, as text.
     *
     * @param data inputs and targets by name
     * @param parameters the flat parameter array
     * @throws QuestionException if there is no such scalar parameter
     */
    public String explain(String parameter, Map<String, Tensor> data, RealArray parameters) {
        Variable variable = Derivatives.variables(simple, List.of(parameter)).get(0);
        List<String> lines =
                Explanation.of(simple, variable, point(data, parameters)).lines();
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    /**
     * Compares the generated gradients with finite differences and with the dot-product test at one point. Differences are
     * taken in double precision also of a model in single precision: there the steps would have to be so long that losses with
     * kinks, as those of relu, have some on the way. What stands in {@code stop_gradient} is held.
     *
     * @throws QuestionException if differences cannot tell, saying why
     */
    public GradientCheck checkGradient(Map<String, Tensor> data, RealArray parameters, long seed) {
        Model model = running(data, parameters);
        Point point = point(data, parameters);
        HeldValues held = HeldValues.of(Passes.evaluating(lowered), point);
        Model precise = model;
        if (signature().precision() == Precision.F32 || !held.values().isEmpty()) {
            Map<String, Tensor> doubles = new LinkedHashMap<>(held.values());
            data.forEach((name, value) -> doubles.put(
                    name, new Tensor(value.sizes(), RealArray.of(value.values().toDoubles()))));
            precise = new CompiledModel(ast, typed, held.model().in(Precision.F64)).running(doubles, parameters);
        }
        return GradientChecks.of(model, precise, simple, point, seed);
    }

    private Model running(Map<String, Tensor> data, RealArray parameters) {
        Model model = load(List.of());
        RealArray flat = model.parameters().flat();
        for (int i = 0; i < flat.length(); i++) {
            flat.set(i, parameters.get(i));
        }
        model.bind(data);
        return model;
    }

    /** The first value, in order of computation, that is NaN or infinite although what it is computed from is finite. */
    public Optional<NonFiniteValue> firstNonFinite(Map<String, Tensor> data, RealArray parameters) {
        return NonFiniteSearch.first(differentiated(List.of()), point(data, parameters));
    }

    /** One of the compiler's forms of the model, as text. */
    public String dump(Stage stage) {
        return switch (stage) {
            case AST -> Dump.ast(ast);
            case TYPED -> Dump.typed(typed);
            case DAG -> Dump.dag(lowered);
            case GRADIENT -> Dump.gradient(differentiated(List.of()));
            case PROGRAM -> plan(differentiated(List.of())).describe();
            case JAVA ->
                generate(PACKAGE_IN_MEMORY, List.of()).stream()
                        .map(JavaSource::text)
                        .collect(Collectors.joining("\n"));
        };
    }

    private Point point(Map<String, Tensor> data, RealArray parameters) {
        return Point.of(lowered, signature(), data, parameters);
    }

    private Differentiated differentiated(List<String> inputGradients) {
        List<Variable> wrt = new ArrayList<>(Passes.trainable(simple));
        for (Variable variable : Derivatives.variables(simple, inputGradients)) {
            if (variable.role() != Role.INPUT && variable.role() != Role.TARGET) {
                throw new QuestionException("'" + variable.name() + "' is no input or target");
            }
            wrt.add(variable);
        }
        return Passes.differentiate(simple, training, wrt);
    }

    private static Program plan(Differentiated differentiated) {
        return Planner.plan(
                differentiated.model(),
                differentiated.gradient(),
                differentiated.step(),
                differentiated.names()::containsKey);
    }

    private List<GeneratedFile> emit(String packageName, List<String> inputGradients) {
        Differentiated differentiated = differentiated(inputGradients);
        Map<Node, String> names = differentiated.names();
        Formulas formulas = new Formulas(names);
        EmitOptions options = new EmitOptions(
                packageName,
                node -> formulas.line(node, COMMENT_WIDTH, Notation.TEXT),
                node -> Optional.ofNullable(names.get(node)));
        return Emitter.emit(plan(differentiated), options);
    }
}
