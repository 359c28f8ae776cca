package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
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
import java.util.Optional;
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
 *
 * <p>An array that is read at other indices than those of the loops, and whatever a call or scan takes, is kept in memory
 * by an earlier site.
 */
final class Demand {
    /** Cheap values wanted in more sites than that are kept all the same: code must not grow with the square of a model. */
    private static final int MOST_COPIES = 4;

    /** More operations than that are not done again and again in loops that they do not depend on. */
    private static final int MOST_REPEATED = 3;

    private final AxisOrder axisOrder;
    private final Layouts layouts;
    private final Predicate<Node> isGiven;
    private final Set<Node> mustKeep = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Node, Integer> positions = new IdentityHashMap<>();
    private final Map<Node, Integer> levels = new IdentityHashMap<>();
    private final Map<Node, Integer> work = new IdentityHashMap<>();
    private final Map<Node, Set<Site>> wanted = new IdentityHashMap<>();
    /** For each value that someone reads as a whole, the first level that does. */
    private final Map<Node, Integer> needed = new IdentityHashMap<>();

    private final Map<Node, Map<Buffer, Integer>> buffers = new IdentityHashMap<>();
    private final Map<Node, Site> homes = new IdentityHashMap<>();
    private final SortedMap<Site, List<Placed>> actions = new TreeMap<>();
    private final Map<Site, Site> nested = new LinkedHashMap<>();

    /**
     * @param order what is computed, operands first
     * @param kept values that must be in memory, or at hand at the end
     * @param copies values that are copied to memory of their own
     * @param isGiven what lies in memory from the start
     */
    Demand(
            List<Node> order,
            AxisOrder axisOrder,
            Layouts layouts,
            Collection<Node> kept,
            List<Action.Copy> copies,
            Predicate<Node> isGiven) {
        this.axisOrder = axisOrder;
        this.layouts = layouts;
        this.isGiven = isGiven;
        order.forEach(this::place);
        kept.forEach(node -> want(node, site(level(node), node.shape())));
        int position = order.size();
        for (Action.Copy copy : copies) {
            Site site = site(level(copy.value()), copy.place().shape());
            act(site, position++, copy);
            want(copy.value(), site);
        }
        mustKeep.addAll(kept);
        for (int i = order.size() - 1; i >= 0; i--) {
            settle(order.get(i));
        }
        buffers.keySet().stream()
                .filter(node -> isLeaf(node, isGiven))
                .sorted(Comparator.comparingInt(Node::id))
                .toList()
                .forEach(this::arrange);
        nest();
    }

    /** What each site does, in the order the sites run and in an order that suits the site. */
    Map<Site, List<Action>> actions() {
        Map<Site, List<Action>> sorted = new LinkedHashMap<>();
        actions.forEach((site, list) -> sorted.put(
                nested.get(site),
                list.stream()
                        .sorted(Comparator.comparingInt(Placed::position))
                        .map(Placed::action)
                        .toList()));
        return sorted;
    }

    /** Whether {@code site} itself computes the node, if it needs it. */
    boolean isComputedIn(Site site, Node node) {
        if (isLeaf(node, isGiven) || !isComputedInLoops(node)) {
            return false;
        }
        Site home = homes.get(node);
        return home == null || nested.get(home).equals(site);
    }

    static boolean isLeaf(Node node, Predicate<Node> isGiven) {
        return node instanceof Constant || node instanceof Variable || node instanceof AxisSize || isGiven.test(node);
    }

    /** Whether a site has the value from its operands at the same indices, apart from elements of arrays. */
    static boolean isComputedInLoops(Node node) {
        return !(node instanceof Reduce || node instanceof Scatter || node instanceof Result || Alias.is(node))
                && !isStep(node);
    }

    static boolean isStep(Node node) {
        return node instanceof Call || node instanceof Scan || Contraction.of(node) != null;
    }

    private void place(Node node) {
        positions.put(node, positions.size());
        int level = 0;
        int operations = 1;
        List<Node> inputs = Inputs.of(node);
        for (int i = 0; i < inputs.size(); i++) {
            Node operand = inputs.get(i);
            if (Wish.of(node, i) != null) {
                level = Math.max(level, levelInMemory(node, i));
            } else {
                level = Math.max(level, level(operand));
                operations += work.getOrDefault(operand, 0);
            }
        }
        boolean comesLater = node instanceof Reduce || node instanceof Scatter || node instanceof Result;
        levels.put(node, comesLater ? level + 1 : level);
        boolean isRead = !isComputedInLoops(node) || node instanceof Position || !Cost.isCheap(node);
        work.put(node, isRead ? 0 : Math.min(operations, MOST_REPEATED + 1));
    }

    private int level(Node node) {
        return levels.getOrDefault(node, 0);
    }

    /** The first level that can read all of the operand. */
    private int levelInMemory(Node user, int position) {
        Node operand = Inputs.of(user).get(position);
        boolean isWrittenBefore = isLeaf(operand, isGiven) || !isComputedInLoops(operand);
        return isWrittenBefore && layouts.copy(user, position).isEmpty() ? level(operand) : level(operand) + 1;
    }

    private void settle(Node node) {
        arrange(node);
        int position = positions.get(node);
        if (isStep(node)) {
            int at = level(node) - (node instanceof Reduce ? 1 : 0);
            act(Site.of(at, node), position, new Action.Run(node));
            for (int i = 0; i < Inputs.of(node).size(); i++) {
                need(node, i, at);
            }
        } else if (node instanceof Reduce reduce) {
            Site site = site(level(reduce.body()), reduce.body().shape());
            act(site, position, new Action.Accumulate(reduce));
            want(reduce.body(), site);
        } else if (node instanceof Scatter scatter) {
            Shape all = Shape.SCALAR;
            for (Node operand : scatter.operands()) {
                all = all.union(operand.shape());
            }
            Site site = site(level(scatter) - 1, all);
            act(site, position, new Action.Spread(scatter));
            scatter.operands().forEach(operand -> want(operand, site));
        } else if (Alias.is(node)) {
            need(node, 0, firstUse(node));
        } else if (!(node instanceof Result)) {
            settleInLoops(node, position);
        }
    }

    private void settleInLoops(Node node, int position) {
        Set<Site> sites = wanted.getOrDefault(node, Set.of());
        boolean isKept = mustKeep.contains(node) || needed.containsKey(node);
        if (isKept || !isComputedWhereWanted(node, sites)) {
            int before = needed.getOrDefault(node, Integer.MAX_VALUE) - 1;
            int first = sites.stream().mapToInt(Site::level).reduce(before, Math::min);
            Site home = site(first, node.shape());
            if (isKept || !sites.equals(Set.of(home))) {
                homes.put(node, home);
                act(home, position, new Action.Keep(node));
            }
            sites = Set.of(home);
        }
        int first = sites.stream().mapToInt(Site::level).min().orElseThrow();
        for (int i = 0; i < node.operands().size(); i++) {
            if (Wish.of(node, i) != null) {
                need(node, i, first);
            } else {
                for (Site site : sites) {
                    want(node.operand(i), site);
                }
            }
        }
    }

    private boolean isComputedWhereWanted(Node node, Set<Site> sites) {
        if (node.shape().isScalar()) {
            return false;
        }
        if (node instanceof Position) {
            return true;
        }
        List<Axis> axes = node.shape().axes();
        if (Cost.isCheap(node)) {
            boolean isLittle = work.get(node) <= MOST_REPEATED;
            return sites.size() <= MOST_COPIES && (isLittle || sites.stream().allMatch(site -> site.hasPrefix(axes)));
        }
        return sites.size() == 1 && sites.iterator().next().hasPrefix(axes);
    }

    /** The first level that reads the value in any way. */
    private int firstUse(Node node) {
        int first = needed.getOrDefault(node, Integer.MAX_VALUE);
        return wanted.getOrDefault(node, Set.of()).stream()
                .mapToInt(Site::level)
                .reduce(first, Math::min);
    }

    private void want(Node node, Site site) {
        wanted.computeIfAbsent(node, n -> new TreeSet<>()).add(site);
    }

    /** The operand, or a copy of it, must be in memory before a level. */
    private void need(Node user, int position, int level) {
        Node operand = Inputs.of(user).get(position);
        Optional<Buffer> copy = layouts.copy(user, position);
        if (copy.isPresent()) {
            buffers.computeIfAbsent(operand, n -> new LinkedHashMap<>()).merge(copy.get(), level, Math::min);
        } else {
            needed.merge(operand, level, Math::min);
        }
    }

    /** Writes the copies of a value that others need. */
    private void arrange(Node node) {
        buffers.getOrDefault(node, Map.of()).forEach((buffer, level) -> {
            Site site = site(level - 1, buffer.shape());
            act(site, positions.getOrDefault(node, -1), new Action.Arrange(buffer));
            want(node, site);
        });
    }

    private void act(Site site, int position, Action action) {
        actions.computeIfAbsent(site, s -> new ArrayList<>()).add(new Placed(position, action));
    }

    private Site site(int level, Shape shape) {
        return Site.of(level, axisOrder.sorted(shape).axes());
    }

    /**
     * Reductions that take more than an addition for each element are made in a local, hence run along the innermost loops
     * if there are such in a site.
     */
    private void nest() {
        actions.forEach((site, list) -> {
            Site loops = site;
            for (Placed placed : list) {
                if (placed.action instanceof Action.Accumulate a
                        && a.reduce().reduction() == Reduction.LOGSUMEXP
                        && loops == site) {
                    List<Axis> axes = new ArrayList<>(site.axes());
                    axes.removeAll(a.reduce().axes());
                    site.axes().stream().filter(a.reduce().axes()::contains).forEach(axes::add);
                    loops = site.nested(axes);
                }
            }
            nested.put(site, loops);
        });
    }

    private record Placed(int position, Action action) {}
}
