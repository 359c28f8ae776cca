package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Decides in which loop nests ("sites") values are computed.
 *
 * <p>A reduction accumulates where its body is computed. Everything else is computed where it is wanted: in one site, it
 * is part of that site; in several, it is computed anew in each if that is cheap, else once and kept in memory. Scalars
 * are computed once, before the first site that wants them.
 */
final class Demand {
    /** Cheap values wanted in more sites than that are kept all the same: code must not grow with the square of a model. */
    private static final int MOST_COPIES = 4;

    private final List<Dim> dims;
    private final Predicate<Node> isGiven;
    private final Map<Node, Integer> positions = new IdentityHashMap<>();
    private final Map<Node, Integer> levels = new IdentityHashMap<>();
    private final Map<Node, Set<Site>> wanted = new IdentityHashMap<>();
    private final Map<Node, Site> homes = new IdentityHashMap<>();
    private final SortedMap<Site, List<Placed>> actions = new TreeMap<>();

    /**
     * @param dims of the model, in declared order: the order of loops
     * @param kept values that must be in memory, or at hand at the end
     * @param copies values that are copied to memory of their own
     * @param isGiven what lies in memory from the start
     */
    Demand(List<Dim> dims, Collection<Node> kept, List<Action.Copy> copies, Predicate<Node> isGiven) {
        this.dims = dims;
        this.isGiven = isGiven;
        List<Node> roots = new ArrayList<>(kept);
        copies.forEach(copy -> roots.add(copy.value()));
        List<Node> order = Cone.of(roots, this::isLeaf);
        order.forEach(this::place);
        kept.forEach(node -> want(node, site(level(node), node.shape())));
        int position = order.size();
        for (Action.Copy copy : copies) {
            Site site = site(level(copy.value()), copy.place().shape());
            act(site, position++, copy);
            want(copy.value(), site);
        }
        Set<Node> mustKeep = Collections.newSetFromMap(new IdentityHashMap<>());
        mustKeep.addAll(kept);
        for (int i = order.size() - 1; i >= 0; i--) {
            settle(order.get(i), mustKeep);
        }
    }

    /** What each site does, in the order the sites run and in an order that suits the site. */
    Map<Site, List<Action>> actions() {
        Map<Site, List<Action>> sorted = new LinkedHashMap<>();
        actions.forEach((site, list) -> sorted.put(
                site,
                list.stream()
                        .sorted(Comparator.comparingInt(Placed::position))
                        .map(Placed::action)
                        .toList()));
        return sorted;
    }

    /** Whether {@code site} itself computes the node, if it needs it. */
    boolean isComputedIn(Site site, Node node) {
        return !isLeaf(node)
                && !(node instanceof Reduce)
                && homes.getOrDefault(node, site).equals(site);
    }

    private boolean isLeaf(Node node) {
        return node instanceof Constant || node instanceof Variable || node instanceof AxisSize || isGiven.test(node);
    }

    private void place(Node node) {
        positions.put(node, positions.size());
        int level = 0;
        for (Node operand : node.operands()) {
            level = Math.max(level, level(operand));
        }
        levels.put(node, node instanceof Reduce ? level + 1 : level);
    }

    private int level(Node node) {
        return levels.getOrDefault(node, 0);
    }

    private void settle(Node node, Set<Node> mustKeep) {
        int position = positions.get(node);
        if (node instanceof Reduce reduce) {
            Site site = site(level(reduce.body()), reduce.body().shape());
            act(site, position, new Action.Accumulate(reduce));
            want(reduce.body(), site);
            return;
        }
        Set<Site> sites = wanted.get(node);
        if (!isComputedWhereWanted(node, sites) || mustKeep.contains(node)) {
            int first = sites.stream().mapToInt(Site::level).min().orElseThrow();
            Site home = site(first, node.shape());
            if (mustKeep.contains(node) || !sites.equals(Set.of(home))) {
                homes.put(node, home);
                act(home, position, new Action.Keep(node));
            }
            sites = Set.of(home);
        }
        for (Node operand : node.operands()) {
            for (Site site : sites) {
                want(operand, site);
            }
        }
    }

    private static boolean isComputedWhereWanted(Node node, Set<Site> sites) {
        if (node.shape().isScalar()) {
            return false;
        }
        if (Cost.isCheap(node)) {
            return sites.size() <= MOST_COPIES;
        }
        return sites.size() == 1
                && sites.iterator().next().hasPrefix(node.shape().axes());
    }

    private void want(Node node, Site site) {
        wanted.computeIfAbsent(node, n -> new TreeSet<>()).add(site);
    }

    private void act(Site site, int position, Action action) {
        actions.computeIfAbsent(site, s -> new ArrayList<>()).add(new Placed(position, action));
    }

    private Site site(int level, Shape shape) {
        return new Site(
                level,
                shape.axes().stream()
                        .sorted(Comparator.<Axis>comparingInt(axis -> dims.indexOf(axis.dim()))
                                .thenComparing(Axis::name))
                        .toList());
    }

    private record Placed(int position, Action action) {}
}
