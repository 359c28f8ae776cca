package dev.adjoint.plan;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
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
    private final Map<Node, Place> places;
    private final Optional<Node> result;
    private final Demand demand;
    private final List<Portion> portions;
    private final boolean isWhole;
    private final Map<Node, Integer> lastUse = new IdentityHashMap<>();
    private final Slots arrays = new Slots();
    private final Slots cells = new Slots();

    /**
     * @param dims of the model, in declared order
     * @param given where variables and saved values lie
     * @param wanted what to compute, and where to leave it
     * @param result the scalar to return
     * @param methodBytes estimated bytecode of one method
     */
    PassPlanner(
            String name,
            List<Dim> dims,
            Map<Node, Place> given,
            List<Action.Copy> wanted,
            Optional<Node> result,
            Predicate<Node> isNamed,
            int methodBytes) {
        this.name = name;
        this.places = new IdentityHashMap<>(given);
        this.result = result;
        Map<Node, Place> kept = new LinkedHashMap<>();
        List<Action.Copy> copies = new ArrayList<>();
        for (Action.Copy copy : wanted) {
            Node value = copy.value();
            boolean isLeaf = value.operands().isEmpty() || given.containsKey(value);
            if (isLeaf
                    || kept.containsKey(value)
                    || !sameAxes(value.shape(), copy.place().shape())) {
                copies.add(copy);
            } else {
                kept.put(value, copy.place());
            }
        }
        List<Node> roots = new ArrayList<>(kept.keySet());
        result.filter(r -> !kept.containsKey(r)).ifPresent(r -> roots.add(0, r));
        demand = new Demand(dims, roots, copies, given::containsKey);
        places.putAll(kept);
        Map<Site, List<Item>> sites = new LinkedHashMap<>();
        demand.actions()
                .forEach((site, actions) -> sites.put(
                        site,
                        new Schedule(site, actions, n -> demand.isComputedIn(site, n), isNamed, methodBytes / 2)
                                .items()));
        portions = Portion.of(sites, methodBytes);
        isWhole = portions.size() == sites.size();
        findLastUses();
        allocate();
    }

    Pass plan() {
        List<Kernel> kernels = new ArrayList<>();
        Set<Node> locals = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < portions.size(); i++) {
            if (!isWhole) {
                locals.clear();
            }
            int at = i;
            kernels.add(new KernelBuilder(portions.get(i), places, locals, node -> isReadAfter(at, node)).build());
        }
        List<List<Kernel>> methods =
                isWhole ? List.of(kernels) : kernels.stream().map(List::of).toList();
        return new Pass(
                name, methods, places, result, arrays.shapes(), cells.shapes().size());
    }

    /** A cheap value may be computed by several kernels; once nobody reads it any more, its slot belongs to another. */
    private boolean isReadAfter(int portion, Node node) {
        Storage storage = places.get(node).storage();
        return storage != Storage.SCRATCH && storage != Storage.CELL || lastUse.getOrDefault(node, -1) > portion;
    }

    /** Whether an element of the one is an element of the other, whatever the order. */
    static boolean sameAxes(Shape a, Shape b) {
        return a.rank() == b.rank() && a.containsAll(b.axes());
    }

    private void findLastUses() {
        for (int i = 0; i < portions.size(); i++) {
            for (Node node : portions.get(i).mentions()) {
                lastUse.put(node, i);
            }
        }
        result.ifPresent(r -> lastUse.put(r, portions.size()));
    }

    /** Gives memory to what a kernel computes and a later one reads. Within one method, scalars stay locals. */
    private void allocate() {
        for (int i = 0; i < portions.size(); i++) {
            for (Item item : portions.get(i).items()) {
                Node node = item.action() instanceof Action.Accumulate a ? a.reduce() : item.node();
                boolean isNew = item.isLocal() || node instanceof Reduce;
                if (isNew && !places.containsKey(node) && lastUse.getOrDefault(node, i) > i) {
                    place(node, i);
                }
            }
        }
    }

    private void place(Node node, int start) {
        if (!node.shape().isScalar()) {
            int slot = arrays.take(node.shape(), start, lastUse.get(node));
            places.put(node, new Place(Storage.SCRATCH, slot, node.shape()));
        } else if (!isWhole) {
            int cell = cells.take(node.shape(), start, lastUse.get(node));
            places.put(node, new Place(Storage.CELL, cell, node.shape()));
        }
    }
}
