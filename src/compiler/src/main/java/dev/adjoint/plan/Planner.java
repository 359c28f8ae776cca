package dev.adjoint.plan;

import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
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
    private final Predicate<Node> isNamed;
    private final int methodBytes;
    private final List<ModelDag.Data> data = new ArrayList<>();
    private final List<Program.Slice> parameters = new ArrayList<>();
    private final List<Integer> dataGradients = new ArrayList<>();
    private final Map<Node, Place> variables = new IdentityHashMap<>();
    private final Regroup regroup;
    private int parameterCount;

    private Planner(ModelDag model, Map<Variable, Node> gradients, Predicate<Node> isNamed, int methodBytes) {
        this.model = model;
        this.methodBytes = methodBytes;
        this.gradients = gradients;
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
        parameters.forEach(slice -> roots.add(slice.variable()));
        data.forEach(datum -> roots.add(datum.variable()));
        regroup = new Regroup(model.dag(), roots);
        Map<Node, Node> originals = regroup.originals();
        this.isNamed = node -> isNamed.test(originals.getOrDefault(node, node));
    }

    /**
     * @param gradients d loss / d variable for trained parameters (none is zero) and for inputs and targets whose gradients
     *     are wanted; uniform along axes it lacks
     * @param isNamed which values have names worth showing in generated code
     */
    public static Program plan(ModelDag model, Map<Variable, Node> gradients, Predicate<Node> isNamed) {
        return plan(model, gradients, isNamed, METHOD_BYTES);
    }

    /**
     * The same with another bound on the size of methods; tests use small ones to see code cut everywhere.
     *
     * @param methodBytes estimated bytecode of one method, above which its code is cut
     */
    public static Program plan(
            ModelDag model, Map<Variable, Node> gradients, Predicate<Node> isNamed, int methodBytes) {
        return new Planner(model, gradients, isNamed, methodBytes).program();
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
        List<Action.Copy> outputs = outputs();
        List<Action.Copy> derivatives = derivatives();
        Node loss = regroup.image(model.loss());
        Saved saved = new Saved(outputs, loss, derivatives);
        List<Action.Copy> forward = new ArrayList<>(outputs);
        saved.places.forEach((node, place) -> {
            if (place.storage() != Storage.OUTPUT) {
                forward.add(new Action.Copy(node, place));
            }
        });
        forward.sort((a, b) -> Integer.compare(
                a.place().storage().ordinal(), b.place().storage().ordinal()));
        Map<Node, Place> left = new IdentityHashMap<>(variables);
        left.putAll(saved.places);
        return new Program(
                model,
                data,
                parameters,
                dataGradients,
                pass("predict", variables, outputs, Optional.empty()),
                pass("forward", variables, forward, Optional.of(loss)),
                pass("backward", left, derivatives, Optional.empty()),
                pass("lossAndGradient", variables, derivatives, Optional.of(loss)),
                saved.arrays,
                saved.cells,
                regroup.originals());
    }

    private Pass pass(String name, Map<Node, Place> given, List<Action.Copy> wanted, Optional<Node> result) {
        return new PassPlanner(name, model.dims(), given, wanted, result, isNamed, methodBytes).plan();
    }

    private List<Action.Copy> outputs() {
        List<Action.Copy> copies = new ArrayList<>();
        for (ModelDag.Output output : model.outputs()) {
            Place place = new Place(Storage.OUTPUT, copies.size(), output.shape());
            copies.add(new Action.Copy(regroup.image(output.value()), place));
        }
        return copies;
    }

    private List<Action.Copy> derivatives() {
        List<Action.Copy> copies = new ArrayList<>();
        Node zero = model.dag().constant(0);
        for (Program.Slice slice : parameters) {
            if (slice.variable().role() == Role.PARAMETER) {
                Node gradient = gradients.get(slice.variable());
                Place place = new Place(
                        Storage.GRADIENT, slice.offset(), slice.variable().shape());
                copies.add(new Action.Copy(gradient == null ? zero : regroup.image(gradient), place));
            }
        }
        for (int i : dataGradients) {
            Variable variable = data.get(i).variable();
            Place place = new Place(Storage.DATA_GRADIENT, i, variable.shape());
            copies.add(new Action.Copy(regroup.image(gradients.get(variable)), place));
        }
        return copies;
    }

    /**
     * What forward leaves to backward: reductions and values that are not cheap, where backward reaches them first. Cheap
     * values in between are computed again.
     */
    private static final class Saved {
        private final Map<Node, Place> places = new LinkedHashMap<>();
        private final List<Shape> arrays = new ArrayList<>();
        private int cells;

        Saved(List<Action.Copy> outputs, Node loss, List<Action.Copy> derivatives) {
            Map<Node, Place> stored = new IdentityHashMap<>();
            List<Node> roots = new ArrayList<>();
            for (Action.Copy output : outputs) {
                roots.add(output.value());
                if (PassPlanner.sameAxes(output.value().shape(), output.place().shape())) {
                    stored.putIfAbsent(output.value(), output.place());
                }
            }
            roots.add(loss);
            Set<Node> forward = Collections.newSetFromMap(new IdentityHashMap<>());
            forward.addAll(Cone.of(roots, node -> false));
            List<Node> targets = derivatives.stream().map(Action.Copy::value).toList();
            List<Node> reached = new ArrayList<>();
            Cone.of(targets, node -> {
                if (node.operands().isEmpty()) {
                    return true;
                }
                boolean isSaved = forward.contains(node)
                        && (stored.containsKey(node) || node instanceof Reduce || !Cost.isCheap(node));
                if (isSaved) {
                    reached.add(node);
                }
                return isSaved;
            });
            for (Node node : reached) {
                if (!places.containsKey(node)) {
                    places.put(node, stored.containsKey(node) ? stored.get(node) : newPlace(node));
                }
            }
        }

        private Place newPlace(Node node) {
            if (node.shape().isScalar()) {
                return new Place(Storage.SAVED_CELL, cells++, node.shape());
            }
            arrays.add(node.shape());
            return new Place(Storage.SAVED, arrays.size() - 1, node.shape());
        }
    }
}
