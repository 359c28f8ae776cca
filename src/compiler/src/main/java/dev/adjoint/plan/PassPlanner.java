package dev.adjoint.plan;

import dev.adjoint.expr.Call;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Plans one pass: what to compute where, in which order, and in which memory. */
final class PassPlanner {
    private final String name;
    private final AxisOrder order;
    private final Routines routines;
    private final Map<Node, Place> given;
    private final Optional<Node> result;
    private final List<Node> cone;
    private final Components components;
    private final List<Portion> portions;
    private final boolean isWhole;
    private final Memory memory;
    private final int methodBytes;
    private int multiplications;

    /**
     * @param order of loops and of axes in memory
     * @param routines plans the lambdas that are called
     * @param given where variables and saved values lie
     * @param wanted what to compute, and where to leave it
     * @param result the scalar to return
     * @param methodBytes estimated bytecode of one method
     */
    PassPlanner(
            String name,
            AxisOrder order,
            Routines routines,
            Map<Node, Place> given,
            List<Action.Copy> wanted,
            Optional<Node> result,
            Predicate<Node> isNamed,
            int methodBytes) {
        this.name = name;
        this.order = order;
        this.routines = routines;
        this.given = given;
        this.result = result;
        Map<Node, Place> kept = new LinkedHashMap<>();
        List<Action.Copy> copies = new ArrayList<>();
        for (Action.Copy each : wanted) {
            Action.Copy copy = unaliased(each);
            if (!kept.containsKey(copy.value()) && canLieIn(copy.value(), copy.place())) {
                kept.put(copy.value(), copy.place());
            } else {
                copies.add(copy);
            }
        }
        List<Node> roots = new ArrayList<>(kept.keySet());
        result.filter(r -> !kept.containsKey(r)).ifPresent(r -> roots.add(0, r));
        List<Node> all = new ArrayList<>(roots);
        copies.forEach(copy -> all.add(copy.value()));
        cone = Cone.ofCode(all, node -> Demand.isLeaf(node, given::containsKey));
        Map<Node, Place> fixed = new IdentityHashMap<>(given);
        fixed.putAll(kept);
        Layouts layouts = new Layouts(cone, order, fixed);
        Demand demand = new Demand(cone, order, layouts, roots, copies, given::containsKey);
        Map<Site, List<Item>> sites = new LinkedHashMap<>();
        demand.actions()
                .forEach((site, actions) -> sites.put(
                        site,
                        new Schedule(site, actions, n -> demand.isComputedIn(site, n), isNamed, methodBytes / 2)
                                .items()));
        this.methodBytes = methodBytes;
        isWhole = Portion.bytes(sites.values()) <= methodBytes;
        portions = Portion.of(sites, isWhole ? Integer.MAX_VALUE : methodBytes);
        components = new Components(cone, order);
        memory = new Memory(layouts, portions, isWhole, fixed, components, result);
    }

    /** An alias lies where it is wanted if its operand is computed there. */
    private Action.Copy unaliased(Action.Copy copy) {
        Action.Copy same = copy;
        while (Alias.is(same.value()) && !given.containsKey(same.value())) {
            Shape shape = Alias.operand(same.value(), same.place().shape());
            if (shape == null) {
                break;
            }
            Place place = new Place(same.place().storage(), same.place().index(), shape);
            same = new Action.Copy(same.value().operand(0), place);
        }
        return same;
    }

    Pass plan() {
        List<List<Step>> methods = new ArrayList<>(List.of(new ArrayList<>()));
        Set<Node> locals = Collections.newSetFromMap(new IdentityHashMap<>());
        int bytes = 0;
        for (int i = 0; i < portions.size(); i++) {
            int next = portions.get(i).bytes();
            if (!isWhole && bytes > 0 && bytes + next > methodBytes) {
                methods.add(new ArrayList<>());
                locals.clear();
                bytes = 0;
            }
            bytes += next;
            methods.get(methods.size() - 1).add(step(i, locals));
        }
        return new Pass(name, methods, memory.places(cone), result, memory.scratch(), memory.cells(), multiplications);
    }

    private Step step(int index, Set<Node> locals) {
        Portion portion = portions.get(index);
        return portion.run().isPresent()
                ? run(portion.run().get())
                : new KernelBuilder(portion, index, memory, locals).build();
    }

    /** Whether the value can be computed right where it is wanted. */
    private boolean canLieIn(Node value, Place place) {
        if (value.operands().isEmpty() || given.containsKey(value) || Alias.is(value)) {
            return false;
        }
        return value instanceof Result component
                ? Layouts.ofResult(component.tuple(), component.index(), order).equals(place.shape())
                : Layouts.sameAxes(value.shape(), place.shape());
    }

    private Step run(Node node) {
        if (node instanceof Call call) {
            return invocation(call);
        }
        return node instanceof Scan scan ? recurrence(scan) : multiplication(Contraction.of(node));
    }

    private List<Place> arguments(Node node) {
        List<Place> arguments = new ArrayList<>();
        for (int i = 0; i < Inputs.of(node).size(); i++) {
            arguments.add(memory.operand(node, i));
        }
        return arguments;
    }

    private Multiplication multiplication(Contraction contraction) {
        Reduce reduce = contraction.reduce();
        return new Multiplication(
                reduce,
                factor(contraction.left(), memory.operand(reduce, 0)),
                factor(contraction.right(), memory.operand(reduce, 1)),
                memory.place(reduce),
                order.sorted(reduce.body().shape()).axes(),
                multiplications++);
    }

    private static Multiplication.Factor factor(Contraction.View view, Place array) {
        return new Multiplication.Factor(array, Optional.ofNullable(view.access()));
    }

    private Invocation invocation(Call call) {
        Routine routine = routines.of(call.lambda(), components.wanted(call));
        List<Optional<Place>> outputs = new ArrayList<>();
        for (int i = 0; i < routine.results().size(); i++) {
            Object owner = components.owner(call, i);
            outputs.add(routine.results().get(i).map(shape -> memory.place(owner)));
        }
        return new Invocation(call, routine, arguments(call), outputs, components.results(call));
    }

    private Recurrence recurrence(Scan scan) {
        Routine routine = routines.of(scan.step(), components.wanted(scan));
        List<Place> state = new ArrayList<>();
        List<Place> before = new ArrayList<>();
        for (int i = 0; i < scan.carries(); i++) {
            state.add(memory.place(components.owner(scan, scan.last(i))));
            before.add(memory.place(components.owner(scan, scan.before(i))));
        }
        List<Optional<Place>> emissions = new ArrayList<>();
        for (int i = scan.carries(); i < routine.results().size(); i++) {
            Object owner = components.owner(scan, scan.carries() + i);
            emissions.add(routine.results().get(i).map(shape -> memory.place(owner)));
        }
        return new Recurrence(scan, routine, arguments(scan), state, before, emissions, components.results(scan));
    }
}
