package dev.adjoint.plan;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Select;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Orders what one site computes, and decides which values become locals and which are written out inside the expression
 * that uses them.
 *
 * <p>Steps follow each other depth first, so that a value is computed shortly before it is used. What only one branch of a
 * choice needs goes into that branch.
 */
final class Schedule {
    /** An expression of more operations than that is cut into several statements. */
    private static final int LONGEST_EXPRESSION = 20;

    private final Site site;
    private final int largestBranch;
    private final List<Action> actions;
    private final Predicate<Node> isNamed;
    private final List<Object> sequence = new ArrayList<>();
    private final List<Node> order;
    private final Set<Node> computed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Node, Integer> uses = new IdentityHashMap<>();
    private final Map<Node, Node> lastUser = new IdentityHashMap<>();
    private final Set<Node> locals = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> bothSides = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Node, Scope> scopes = new IdentityHashMap<>();
    private final List<Item> items = new ArrayList<>();

    /**
     * @param isComputedHere whether this site computes the node rather than reading it
     * @param isNamed whether the model gives it a name, which is worth a local
     * @param largestBranch a choice whose branches take more bytecode than that is computed on both sides, so that methods
     *     can be cut there
     */
    Schedule(
            Site site,
            List<Action> actions,
            Predicate<Node> isComputedHere,
            Predicate<Node> isNamed,
            int largestBranch) {
        this.site = site;
        this.largestBranch = largestBranch;
        this.actions = actions;
        this.isNamed = isNamed;
        Cone cone = new Cone(isComputedHere.negate(), Node::operands);
        for (Action action : actions) {
            int before = cone.order().size();
            action.values().forEach(cone::add);
            sequence.addAll(cone.order().subList(before, cone.order().size()));
            sequence.add(action);
        }
        order = cone.order();
        computed.addAll(order);
        countUses();
        chooseLocals();
        do {
            assignScopes();
            openBranches();
        } while (!list());
    }

    /** The steps, in order. */
    List<Item> items() {
        return items;
    }

    private void countUses() {
        for (Node node : order) {
            for (int i = 0; i < node.operands().size(); i++) {
                Node operand = node.operand(i);
                uses.merge(operand, Cost.mentions(node, i), Integer::sum);
                lastUser.put(operand, node);
                boolean isShallow = site.depth(operand) < site.depth(node);
                if (isShallow && computed.contains(operand) && !(operand instanceof Position)) {
                    locals.add(operand);
                }
            }
        }
        for (Action action : actions) {
            for (Node value : action.values()) {
                uses.merge(value, 1, Integer::sum);
                boolean isShallow = site.depth(value) < site.rank() && !(value instanceof Position);
                if (computed.contains(value) && (action instanceof Action.Keep || isShallow)) {
                    locals.add(value);
                }
            }
        }
    }

    private void chooseLocals() {
        Map<Node, Integer> sizes = new IdentityHashMap<>();
        for (Node node : order) {
            boolean choiceInside = node instanceof Select && lastUser.containsKey(node);
            boolean isRepeated = uses.get(node) > 1 && !(node instanceof Position);
            if (isRepeated || isNamed.test(node) || choiceInside) {
                locals.add(node);
            }
            List<Node> inside = new ArrayList<>(
                    node.operands().stream().filter(this::isWrittenOut).toList());
            inside.sort((a, b) -> Integer.compare(sizes.get(b), sizes.get(a)));
            int size = 1 + node.operands().size();
            for (Node operand : inside) {
                size += sizes.get(operand);
            }
            for (Node operand : inside) {
                if (size <= LONGEST_EXPRESSION) {
                    break;
                }
                locals.add(operand);
                size -= sizes.get(operand);
            }
            sizes.put(node, size);
        }
    }

    private boolean isWrittenOut(Node node) {
        return computed.contains(node) && !locals.contains(node);
    }

    private void assignScopes() {
        scopes.clear();
        actions.forEach(action -> action.values().forEach(value -> scopes.put(value, Scope.BODY)));
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            Scope own = scopes.get(node);
            for (int k = 0; k < node.operands().size(); k++) {
                Node operand = node.operand(k);
                if (computed.contains(operand)) {
                    Scope use = own;
                    if (site.depth(operand) < site.depth(node)) {
                        use = Scope.BODY;
                    } else if (k > 0 && node instanceof Select select && !bothSides.contains(select)) {
                        use = own.enter(select, k == 1);
                    }
                    scopes.merge(operand, use, Scope::meet);
                }
            }
        }
    }

    /** A choice with locals inside a branch is written as statements, hence is a local too. */
    private void openBranches() {
        for (Node node : order) {
            Scope scope = scopes.get(node);
            if (locals.contains(node) && !scope.equals(Scope.BODY)) {
                locals.add(scope.select());
            }
        }
    }

    /** Returns false if a choice turned out too large and everything must be done again. */
    private boolean list() {
        items.clear();
        Map<Scope, Body> bodies = new HashMap<>();
        int tooLarge = bothSides.size();
        for (Object step : sequence) {
            if (step instanceof Action action) {
                if (!(action instanceof Action.Keep)) {
                    Body body = new Body();
                    action.values().forEach(value -> read(value, body));
                    items.add(new Item(null, null, action, body.bytes + Cost.bytes(action), body.mentions));
                }
                continue;
            }
            Node node = (Node) step;
            if (locals.contains(node)) {
                Body own = new Body();
                Statement statement = statement(node, own, bodies);
                Scope scope = scopes.get(node);
                if (scope.equals(Scope.BODY)) {
                    items.add(new Item(node, statement, null, own.bytes, own.mentions));
                } else {
                    bodies.computeIfAbsent(scope, s -> new Body()).add(statement, node, own);
                }
            }
        }
        return bothSides.size() == tooLarge;
    }

    private Statement statement(Node node, Body own, Map<Scope, Body> bodies) {
        own.bytes += 4;
        compute(node, own);
        Scope scope = scopes.get(node);
        if (!(node instanceof Select select) || scope.isDeepest()) {
            return new Statement.Let(node);
        }
        Body whenTrue = bodies.getOrDefault(scope.enter(select, true), Body.EMPTY);
        Body whenFalse = bodies.getOrDefault(scope.enter(select, false), Body.EMPTY);
        if (whenTrue.statements.isEmpty() && whenFalse.statements.isEmpty()) {
            return new Statement.Let(node);
        }
        own.include(whenTrue);
        own.include(whenFalse);
        if (own.bytes > largestBranch) {
            bothSides.add(select);
        }
        return new Statement.Branch(select, whenTrue.statements, whenFalse.statements);
    }

    /** Adds what the expression for {@code node} reads. Bounded by the longest expression, hence the recursion. */
    private void compute(Node node, Body body) {
        body.bytes += Cost.bytes(node);
        node.operands().forEach(operand -> read(operand, body));
    }

    private void read(Node node, Body body) {
        if (isWrittenOut(node)) {
            compute(node, body);
            return;
        }
        boolean isLiteral = node instanceof Constant || node instanceof AxisSize;
        body.bytes += isLiteral || !computed.contains(node) ? Cost.bytes(node) : 4;
        if (!isLiteral && body.mentions.add(node) && !computed.contains(node)) {
            body.bytes += node instanceof Apply ? 12 : 8;
        }
    }

    /** Statements of one branch while it grows. */
    private static final class Body {
        private static final Body EMPTY = new Body();

        private final List<Statement> statements = new ArrayList<>();
        private final Set<Node> mentions = new LinkedHashSet<>();
        private final Set<Node> inner = Collections.newSetFromMap(new IdentityHashMap<>());
        private int bytes;

        void add(Statement statement, Node node, Body computation) {
            statements.add(statement);
            inner.add(node);
            include(computation);
        }

        void include(Body other) {
            bytes += other.bytes;
            mentions.addAll(other.mentions);
            inner.addAll(other.inner);
            mentions.removeAll(inner);
        }
    }
}
