package dev.adjoint.plan;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Plans a model and its gradients. */
public final class Planner {
    /**
     * HotSpot does not compile methods above 8,000 bytes of bytecode. The estimate is off by less than a factor of two;
     * a test holds real class files to the limit.
     */
    private static final int METHOD_BYTES = 4_000;

    private final ModelDag model;
    private final Map<Variable, Node> gradients;
    private final TrainingStep step;
    private final AxisOrder order;
    private final Routines routines;
    private final List<ModelDag.Data> data = new ArrayList<>();
    private final List<Program.Slice> parameters = new ArrayList<>();
    private final List<Integer> dataGradients = new ArrayList<>();
    private final Map<Node, Place> variables = new IdentityHashMap<>();
    private final Regroup regroup;
    private final Map<Node, Node> residuals;
    private final Map<Node, Node> originals;
    private int parameterCount;

    private Planner(
            ModelDag model,
            Map<Variable, Node> gradients,
            TrainingStep step,
            Predicate<Node> isNamed,
            int methodBytes) {
        this.model = model;
        this.gradients = gradients;
        this.step = step;
        data.addAll(model.inputs());
        data.addAll(model.targets());
        layOut(Role.PARAMETER);
        layOut(Role.FROZEN);
        for (int i = 0; i < data.size(); i++) {
            Variable variable = data.get(i).variable();
            variables.put(variable, new Place(Storage.DATA, i, variable.shape()));
            if (gradients.containsKey(variable)) {
                dataGradients.add(i);
            }
        }
        List<Node> roots = new ArrayList<>(model.roots());
        roots.addAll(gradients.values());
        roots.add(step.loss());
        roots.addAll(step.gradients().values());
        roots.addAll(step.updates().values());
        parameters.forEach(slice -> roots.add(slice.variable()));
        data.forEach(datum -> roots.add(datum.variable()));
        regroup = new Regroup(model.dag(), roots);
        List<Shape> outputs =
                model.results().stream().map(ModelDag.Output::shape).toList();
        order = new AxisOrder(model.dims(), outputs, regroup.images());
        residuals = Residuals.of(
                model.dag(), order, roots.stream().map(regroup::image).toList());
        originals = new IdentityHashMap<>();
        regroup.originals().forEach((image, node) -> originals.putIfAbsent(residuals.get(image), node));
        routines = new Routines(order, node -> isNamed.test(originals.getOrDefault(node, node)), methodBytes);
    }

    /**
     * @param gradients d loss / d variable for trained parameters (none is zero) and for inputs and targets whose gradients
     *     are wanted; uniform along axes it lacks
     * @param step if a training step computes something else
     * @param isNamed which values have names worth showing in generated code
     */
    public static Program plan(
            ModelDag model, Map<Variable, Node> gradients, Optional<TrainingStep> step, Predicate<Node> isNamed) {
        return plan(model, gradients, step, isNamed, METHOD_BYTES);
    }

    /**
     * The same with another bound on the size of methods; tests use small ones to see code cut everywhere.
     *
     * @param methodBytes estimated bytecode of one method, above which its code is cut
     */
    public static Program plan(
            ModelDag model,
            Map<Variable, Node> gradients,
            Optional<TrainingStep> step,
            Predicate<Node> isNamed,
            int methodBytes) {
        TrainingStep same = new TrainingStep(model.loss(), gradients, Map.of());
        return new Planner(model, gradients, step.orElse(same), isNamed, methodBytes).program();
    }

    private void layOut(Role role) {
        for (ModelDag.Parameter parameter : model.parameters()) {
            Variable variable = parameter.variable();
            if (variable.role() == role) {
                Program.Slice slice = new Program.Slice(parameter, parameterCount);
                parameters.add(slice);
                variables.put(variable, new Place(Storage.PARAMETERS, parameterCount, variable.shape()));
                parameterCount = Math.addExact(parameterCount, slice.count());
            }
        }
    }

    private Program program() {
        List<Action.Copy> results = results();
        List<Action.Copy> outputs = results.subList(0, model.outputs().size());
        List<Action.Copy> derivatives = derivatives(gradients);
        List<Program.Slice> updates = updated();
        List<Action.Copy> stepped = derivatives(step.gradients());
        stepped.addAll(updates(updates));
        Node loss = image(model.loss());
        Saved saved = new Saved(order, results, loss, derivatives);
        List<Action.Copy> forward = new ArrayList<>(results);
        saved.places().forEach((node, place) -> {
            if (place.storage() != Storage.OUTPUT) {
                forward.add(new Action.Copy(node, place));
            }
        });
        forward.sort((a, b) -> Integer.compare(
                a.place().storage().ordinal(), b.place().storage().ordinal()));
        Map<Node, Place> left = new IdentityHashMap<>(variables);
        left.putAll(saved.places());
        return new Program(
                model,
                data,
                parameters,
                dims(),
                dataGradients,
                routines.pass("predict", variables, outputs, Optional.empty()),
                routines.pass("forward", variables, forward, Optional.of(loss)),
                routines.pass("backward", left, derivatives, Optional.empty()),
                routines.pass("lossAndGradient", variables, stepped, Optional.of(image(step.loss()))),
                updates,
                saved.arrays(),
                saved.cells(),
                originals);
    }

    /** Declared dims first, as code and signature list them. */
    private List<Dim> dims() {
        Set<Dim> dims = new LinkedHashSet<>();
        model.dims().stream()
                .filter(dim -> dim.extent() instanceof Extent.Unbound)
                .forEach(dims::add);
        List<Node> nodes = new ArrayList<>();
        data.forEach(datum -> nodes.add(datum.variable()));
        model.results()
                .forEach(output -> output.shape()
                        .axes()
                        .forEach(axis -> nodes.add(model.dag().size(axis))));
        nodes.addAll(residuals.values());
        dims.addAll(Sizes.of(nodes));
        return List.copyOf(dims);
    }

    private List<Action.Copy> results() {
        List<Action.Copy> copies = new ArrayList<>();
        for (ModelDag.Output output : model.results()) {
            Place place = new Place(Storage.OUTPUT, copies.size(), output.shape());
            copies.add(new Action.Copy(image(output.value()), place));
        }
        return copies;
    }

    private List<Program.Slice> updated() {
        return parameters.stream()
                .filter(slice -> step.updates().containsKey(slice.variable()))
                .toList();
    }

    private List<Action.Copy> updates(List<Program.Slice> slices) {
        List<Action.Copy> copies = new ArrayList<>();
        int offset = 0;
        for (Program.Slice slice : slices) {
            Place place = new Place(Storage.UPDATE, offset, slice.variable().shape());
            copies.add(new Action.Copy(image(step.updates().get(slice.variable())), place));
            offset += slice.count();
        }
        return copies;
    }

    /** What planning made of a root. */
    private Node image(Node root) {
        return residuals.get(regroup.image(root));
    }

    private List<Action.Copy> derivatives(Map<Variable, Node> gradients) {
        List<Action.Copy> copies = new ArrayList<>();
        Node zero = model.dag().constant(0);
        for (Program.Slice slice : parameters) {
            if (slice.variable().role() == Role.PARAMETER) {
                Node gradient = gradients.get(slice.variable());
                Place place = new Place(
                        Storage.GRADIENT, slice.offset(), slice.variable().shape());
                copies.add(new Action.Copy(gradient == null ? zero : image(gradient), place));
            }
        }
        for (int i : dataGradients) {
            Variable variable = data.get(i).variable();
            Place place = new Place(Storage.DATA_GRADIENT, i, variable.shape());
            copies.add(new Action.Copy(image(gradients.get(variable)), place));
        }
        return copies;
    }
}
