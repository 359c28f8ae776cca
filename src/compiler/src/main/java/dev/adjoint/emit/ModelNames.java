package dev.adjoint.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.plan.Pass;
import dev.adjoint.plan.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    final List<String> outputs = new ArrayList<>();
    final String parameters;
    final String gradient;
    final String outputsTable;
    final String gradientsTable;
    final String scratch;
    final String saved;
    final String cells;
    final String savedCells;
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
        model.outputs().forEach(o -> outputs.add(taken.inner().name(o.name())));
        for (Dim dim : dimsOfData()) {
            unboundDims.add(dim);
            dims.put(dim, taken.name(dim.name()));
        }
        parameters = taken.name("parameters");
        gradient = taken.name("gradient");
        outputsTable = taken.name("outputs");
        gradientsTable = taken.name("inputGradients");
        scratch = taken.name("scratch");
        saved = taken.name("saved");
        cells = taken.name("cells");
        savedCells = taken.name("savedCells");
        ready = taken.name("ready");
        data.forEach(d -> dataGradients.add(taken.name(d + "Gradient")));
    }

    /** Names for the locals of a class that sees all of the above. */
    LocalNames locals() {
        LocalNames locals = taken.inner();
        outputs.forEach(locals::name);
        return locals;
    }

    /** Names for the locals of a pass; where it has no arrays of outputs, their elements can have the outputs' names. */
    LocalNames locals(Pass pass) {
        return pass == program.lossAndGradient() ? taken.inner() : locals();
    }

    String dim(Dim dim) {
        return dims.get(dim);
    }

    /** The number of elements along an axis. */
    CodeBlock extent(Axis axis) {
        Dim dim = axis.dim();
        return dim.isFixed() ? CodeBlock.of("$L", dim.size().getAsInt()) : CodeBlock.of("$N", dims.get(dim));
    }

    /** The number of elements of a shape. */
    CodeBlock count(Shape shape) {
        long fixed = 1;
        List<CodeBlock> factors = new ArrayList<>();
        for (Axis axis : shape.axes()) {
            if (axis.dim().isFixed()) {
                fixed = Math.multiplyExact(fixed, axis.dim().size().getAsInt());
            } else {
                factors.add(extent(axis));
            }
        }
        if (fixed != 1 || factors.isEmpty()) {
            factors.add(CodeBlock.of("$L", Math.toIntExact(fixed)));
        }
        return CodeBlock.join(factors, " * ");
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

    private static int elements(List<Program.Slice> slices) {
        return slices.stream().mapToInt(Program.Slice::count).sum();
    }

    /** The name that a value has in the model or derives from it. */
    Optional<String> nameOf(Node node) {
        return node instanceof Variable variable
                ? Optional.of(variable.name())
                : options.names().apply(program.original(node));
    }

    private Set<Dim> dimsOfData() {
        Set<Dim> used = new LinkedHashSet<>();
        for (Dim dim : program.model().dims()) {
            if (!dim.isFixed()) {
                used.add(dim);
            }
        }
        program.data()
                .forEach(d -> d.variable().shape().axes().stream()
                        .map(Axis::dim)
                        .filter(dim -> !dim.isFixed())
                        .forEach(used::add));
        return used;
    }
}
