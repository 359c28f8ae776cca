package dev.adjoint.emit;

import com.palantir.javapoet.ClassName;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Variable;
import dev.adjoint.plan.Pass;
import dev.adjoint.plan.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names that the generated classes of one model share, and the types of its values. */
final class ModelNames {
    final ClassName face;
    final ClassName forward;
    final ClassName backward;
    final ClassName parametersClass;
    final Program program;
    final EmitOptions options;
    final Precise precise;
    final List<Dim> unboundDims = new ArrayList<>();
    final List<String> data = new ArrayList<>();
    final List<String> dataGradients = new ArrayList<>();
    /** Of outputs, then of metrics. */
    final List<String> results = new ArrayList<>();

    final String parameters;
    final String gradient;
    final String updates;
    final String outputsTable;
    final String gradientsTable;
    final String scratch;
    final String saved;
    final String cells;
    /** What a routine with many arguments is given. */
    final String givenArrays;

    final String givenOffsets;
    final String savedCells;
    final String contractions;
    final String ready;
    private final Map<Dim, String> dims = new LinkedHashMap<>();
    private final LocalNames taken = new LocalNames();

    ModelNames(Program program, EmitOptions options) {
        this.program = program;
        this.options = options;
        ModelDag model = program.model();
        String name = new LocalNames().name(model.name());
        face = ClassName.get(options.packageName(), name);
        forward = face.peerClass(name + "Forward");
        backward = face.peerClass(name + "Backward");
        parametersClass = face.peerClass(name + "Parameters");
        precise = new Precise(model.precision());
        program.data().forEach(d -> data.add(taken.name(d.variable().name())));
        model.results().forEach(o -> results.add(taken.inner().name(o.name())));
        for (Dim dim : program.dims()) {
            if (dim.extent() instanceof Extent.Unbound) {
                unboundDims.add(dim);
            }
            dims.put(dim, taken.name(wish(dim)));
        }
        parameters = taken.name("parameters");
        gradient = taken.name("gradient");
        updates = taken.name("updates");
        outputsTable = taken.name("outputs");
        gradientsTable = taken.name("inputGradients");
        scratch = taken.name("scratch");
        saved = taken.name("saved");
        cells = taken.name("cells");
        givenArrays = taken.name("givenArrays");
        givenOffsets = taken.name("givenOffsets");
        savedCells = taken.name("savedCells");
        contractions = taken.name("contractions");
        ready = taken.name("ready");
        data.forEach(d -> dataGradients.add(taken.name(d + "Gradient")));
    }

    /** Names for the locals of a class that sees all of the above. */
    LocalNames locals() {
        LocalNames locals = taken.inner();
        results.forEach(locals::name);
        return locals;
    }

    /** Names for what static nested classes see: the sizes of dims. */
    LocalNames nested() {
        LocalNames names = new LocalNames();
        dims.values().forEach(names::name);
        List.of("array", scratch, cells, contractions).forEach(names::name);
        return names;
    }

    /** A name for a field of the generated classes. */
    String field(String wish) {
        return taken.name(wish);
    }

    /** Names for the locals of a pass; where it has no arrays of outputs, their elements can have the outputs' names. */
    LocalNames locals(Pass pass) {
        return pass == program.lossAndGradient() ? taken.inner() : locals();
    }

    String dim(Dim dim) {
        return dims.get(dim);
    }

    /** How many of the {@link #results} are outputs. */
    int outputCount() {
        return program.model().outputs().size();
    }

    /** What evaluation gives, in the words of Javadoc. */
    String evaluated() {
        return results.size() > outputCount() ? "outputs, metrics and loss" : "outputs and loss";
    }

    /** Length of the flat parameter array. */
    int parameterCount() {
        return elements(program.parameters());
    }

    /** Length of the flat gradient. */
    int trainableCount() {
        return elements(program.parameters().stream()
                .filter(slice -> slice.variable().role() == Role.PARAMETER)
                .toList());
    }

    static int elements(List<Program.Slice> slices) {
        return slices.stream().mapToInt(Program.Slice::count).sum();
    }

    /** The name that a value has in the model or derives from it. */
    Optional<String> nameOf(Node node) {
        return node instanceof Variable variable
                ? Optional.of(variable.name())
                : options.names().apply(program.original(node));
    }

    /** {@code hMinus2} for a dim that has no name but its size. */
    private static String wish(Dim dim) {
        return dim.name()
                .replace(" - ", "Minus")
                .replace(" + ", "Plus")
                .replace("*", "Times")
                .replace("/", "Over")
                .replaceAll("[()]", "");
    }
}
