package dev.adjoint.print;

import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Select;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Expressions in the form in which a person would write them: {@code (p - y)/n} for {@code p/n + (-1/n)*y}, one condition
 * for several that say the same, and none that only keeps an infinite branch from meeting a zero.
 *
 * <p>A <em>gate</em> is {@code if c then v else 0}. Computation wants gates outside, around everything that is done for
 * nothing where they are closed; a reader wants them around what they are about, so that the rest is the matrix product
 * that it is on paper. Equal over the reals wherever all parts are finite, which is what formulas are read as.
 */
public final class Reading {
    /** Each round is linear; expressions met so far settle in three. */
    private static final int MOST_ROUNDS = 6;

    private final Dag dag;
    private final Set<Node> whole;
    private final Map<Node, Integer> uses = new HashMap<>();
    private final Zeros zeros = new Zeros();

    private Reading(Dag dag, Set<Node> whole) {
        this.dag = dag;
        this.whole = whole;
    }

    /** For each root, in order, the same in the form that reads best. Roots stay whole within each other. */
    public static Map<Node, Node> of(Dag dag, Collection<? extends Node> roots) {
        Map<Node, Node> result = new LinkedHashMap<>();
        roots.forEach(root -> result.put(root, root));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Node> before = List.copyOf(result.values());
            Map<Node, Node> step = new Reading(dag, new HashSet<>(before)).round(before);
            result.replaceAll((root, node) -> step.get(node));
            if (before.equals(List.copyOf(result.values()))) {
                break;
            }
        }
        return result;
    }

    private Map<Node, Node> round(Collection<Node> roots) {
        List<Node> order = Reachable.withBodies(roots);
        order.forEach(node -> node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
        Map<Node, Node> done = new HashMap<>();
        for (Node node : order) {
            List<Node> operands = new ArrayList<>();
            node.operands().forEach(operand -> operands.add(done.getOrDefault(operand, operand)));
            Node read = rewritten(node, operands, done);
            done.put(node, read);
            if (whole.contains(node)) {
                whole.add(read);
            }
            uses.merge(read, uses.getOrDefault(node, 0), Math::max);
        }
        return done;
    }

    private Node rewritten(Node node, List<Node> operands, Map<Node, Node> done) {
        if (node instanceof Call call) {
            return dag.call(in(done, call.lambda()), operands);
        }
        if (node instanceof Scan scan) {
            Lambda step = in(done, scan.step());
            return dag.scan(scan.axis(), scan.isReverse(), scan.carries(), scan.sequences(), step, operands);
        }
        if (node instanceof Select) {
            return selected(operands.get(0), operands.get(1), operands.get(2));
        }
        if (node instanceof Reduce reduce) {
            return reduced(reduce.reduction(), reduce.axes(), operands.get(0));
        }
        if (node instanceof Apply apply) {
            return switch (apply.primitive()) {
                case ADD -> sum(operands);
                case MUL -> product(operands);
                case GT -> positive(operands.get(0), operands.get(1));
                default -> dag.apply(apply.primitive(), operands);
            };
        }
        return operands.isEmpty() ? node : dag.with(node, operands);
    }

    private static Lambda in(Map<Node, Node> done, Lambda lambda) {
        return new Lambda(
                lambda.name(),
                lambda.formals(),
                lambda.results().stream().map(done::get).toList());
    }

    /** {@code if c then 1 else 0 > 0} is c. */
    private Node positive(Node x, Node bound) {
        if (!bound.isConstant(0) || !isGate(x)) {
            return dag.apply(Primitive.GT, x, bound);
        }
        boolean tells = x.operand(1) instanceof Constant c && c.value() > 0;
        return tells ? x.operand(0) : conjunction(x.operand(0), positive(x.operand(1), bound));
    }

    private Node selected(Node condition, Node whenTrue, Node whenFalse) {
        return whenFalse.isConstant(0) ? gate(condition, whenTrue) : dag.select(condition, whenTrue, whenFalse);
    }

    private static boolean isGate(Node node) {
        return node instanceof Select select && select.whenFalse().isConstant(0);
    }

    /** {@code if c then v else 0}, with numbers and sizes in front and without conditions that v sees to itself. */
    private Node gate(Node condition, Node value) {
        Scaled scaled = mayOpen(value) || value instanceof Constant ? Scaled.of(dag, value) : Scaled.of(value);
        if (!scaled.isPlain()) {
            return scaled.withoutFactors().times(dag, gate(condition, scaled.rest(dag)));
        }
        if (isGate(value) && mayOpen(value)) {
            return gate(conjunction(condition, value.operand(0)), value.operand(1));
        }
        Node gated = value;
        List<Node> parts = conjuncts(condition);
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (!zeros.unless(gated, parts.get(i))) {
                Node before = gated == value ? parts.get(i) : dag.and(parts.get(i), gated.operand(0));
                gated = dag.select(before, value, dag.constant(0));
            }
        }
        return gated;
    }

    private Node conjunction(Node a, Node b) {
        List<Node> parts = new ArrayList<>(conjuncts(a));
        conjuncts(b).stream().filter(c -> !parts.contains(c)).forEach(parts::add);
        return parts.stream().reduce(dag::and).orElseThrow();
    }

    static List<Node> conjuncts(Node condition) {
        if (!condition.is(Primitive.AND)) {
            return List.of(condition);
        }
        List<Node> parts = new ArrayList<>(conjuncts(condition.operand(0)));
        parts.addAll(conjuncts(condition.operand(1)));
        return parts;
    }

    private Node reduced(Reduction reduction, List<Axis> axes, Node body) {
        if (reduction == Reduction.MAX && isGate(body) && body.operand(1).isConstant(1)) {
            return any(axes, body.operand(0));
        }
        if (reduction != Reduction.SUM || !mayOpen(body)) {
            return dag.reduce(reduction, axes, body);
        }
        Scaled scaled = Scaled.of(dag, body);
        if (!scaled.isPlain()) {
            return scaled.withoutFactors().times(dag, reduced(reduction, axes, scaled.rest(dag)));
        }
        return isGate(body) ? sumOfGate(axes, body.operand(0), body.operand(1)) : dag.reduce(reduction, axes, body);
    }

    /** Whether a condition holds anywhere, as 1 or 0; what says the same everywhere stands in front. */
    private Node any(List<Axis> axes, Node condition) {
        Node everywhere = dag.constant(1);
        Node somewhere = dag.constant(1);
        for (Node part : conjuncts(condition)) {
            if (part.shape().containsAny(axes)) {
                somewhere = gate(part, somewhere);
            } else {
                everywhere = gate(part, everywhere);
            }
        }
        Node any = somewhere.isConstant(1) ? somewhere : dag.reduce(Reduction.MAX, axes, somewhere);
        return everywhere.isConstant(1) ? any : gate(everywhere.operand(0), any);
    }

    private Node sumOfGate(List<Axis> axes, Node condition, Node value) {
        for (Node part : conjuncts(condition)) {
            Optional<Axis> same = equated(part, axes);
            if (same.isPresent()) {
                return picked(axes, same.get(), part, condition, value);
            }
        }
        List<Axis> free =
                axes.stream().filter(axis -> !condition.shape().contains(axis)).toList();
        List<Axis> bound = axes.stream().filter(condition.shape()::contains).toList();
        if (!free.isEmpty()) {
            Node inner = gate(condition, reduced(Reduction.SUM, free, value));
            return bound.isEmpty() ? inner : reduced(Reduction.SUM, bound, inner);
        }
        return dag.reduce(Reduction.SUM, axes, narrowed(condition, value));
    }

    /** The gate around those factors only that vary along no other axes than its condition does; or around what it rectifies. */
    private Node narrowed(Node condition, Node value) {
        List<Node> factors = value.is(Primitive.MUL) ? value.operands() : List.of(value);
        Optional<Node> rectified = factors.stream()
                .filter(f -> condition.is(Primitive.GT)
                        && condition.operand(0) == f
                        && condition.operand(1).isConstant(0))
                .findFirst();
        List<Node> inside = rectified
                .map(List::of)
                .orElseGet(() -> factors.stream()
                        .filter(f -> condition.shape().containsAll(f.shape().axes()))
                        .toList());
        List<Node> outside = new ArrayList<>(
                factors.stream().filter(f -> !inside.contains(f)).toList());
        if (outside.isEmpty()) {
            return gate(condition, value);
        }
        outside.add(gate(condition, times(inside)));
        return times(outside);
    }

    /** The axis of a sum whose index a condition {@code i == j} gives; j may be no axis of the sum. */
    private static Optional<Axis> equated(Node condition, List<Axis> axes) {
        if (condition.is(Primitive.EQ)
                && condition.operand(0) instanceof Position a
                && condition.operand(1) instanceof Position b
                && a.axis().dim().equals(b.axis().dim())
                && axes.contains(a.axis()) != axes.contains(b.axis())) {
            return Optional.of(axes.contains(a.axis()) ? a.axis() : b.axis());
        }
        return Optional.empty();
    }

    /** Of a sum over i where i is j, the one element. */
    private Node picked(List<Axis> axes, Axis axis, Node equation, Node condition, Node value) {
        Axis other = ((Position) equation.operand(0)).axis().equals(axis)
                ? ((Position) equation.operand(1)).axis()
                : ((Position) equation.operand(0)).axis();
        List<Node> rest =
                conjuncts(condition).stream().filter(c -> c != equation).toList();
        Node gated = rest.stream()
                .reduce(dag::and)
                .map(c -> gate(renamed(c, axis, other), renamed(value, axis, other)))
                .orElseGet(() -> renamed(value, axis, other));
        List<Axis> left = axes.stream().filter(a -> !a.equals(axis)).toList();
        return left.isEmpty() ? gated : reduced(Reduction.SUM, left, gated);
    }

    /** Pointwise operations that nothing else uses are renamed inside. */
    private Node renamed(Node node, Axis from, Axis to) {
        if (!node.shape().contains(from)) {
            return node;
        }
        if (node instanceof Position) {
            return dag.position(to);
        }
        boolean isPointwise = node instanceof Apply || node instanceof Select;
        if (isPointwise && mayOpen(node) && (uses.getOrDefault(node, 1) <= 1 || node.is(Primitive.MUL))) {
            return dag.with(
                    node,
                    node.operands().stream()
                            .map(operand -> renamed(operand, from, to))
                            .toList());
        }
        return dag.rename(node, Map.of(from, to));
    }

    private Node times(List<Node> factors) {
        return switch (factors.size()) {
            case 0 -> dag.constant(1);
            case 1 -> factors.get(0);
            default -> dag.apply(Primitive.MUL, factors);
        };
    }

    /** Numbers and sizes of factors in front, and one gate for several with the same condition. */
    private Node product(List<Node> factors) {
        Scaled scaled = Scaled.of(dag, dag.apply(Primitive.MUL, factors));
        for (Node factor : factors) {
            if (factor.is(Primitive.MUL) && mayOpen(factor)) {
                scaled = scaled.opening(dag, factor);
            }
        }
        Map<Node, List<Node>> gated = new LinkedHashMap<>();
        List<Node> plain = new ArrayList<>();
        for (Node factor : scaled.factors()) {
            if (isGate(factor) && mayOpen(factor)) {
                gated.computeIfAbsent(factor.operand(0), c -> new ArrayList<>()).add(factor.operand(1));
            } else {
                plain.add(factor);
            }
        }
        gated.forEach((condition, values) -> plain.add(gate(condition, times(withoutOnes(values)))));
        return scaled.with(plain).node(dag);
    }

    private static List<Node> withoutOnes(List<Node> factors) {
        return factors.stream().filter(factor -> !factor.isConstant(1)).toList();
    }

    /** Conditionals on one condition become one; numbers and sizes that all addends have stand in front. */
    private Node sum(List<Node> addends) {
        List<Scaled> parts = merged(addends);
        if (parts.size() == 1) {
            return parts.get(0).node(dag);
        }
        List<Scaled> apart = parts.stream().map(this::withChoiceApart).toList();
        Scaled common = Scaled.common(apart);
        boolean helps =
                apart.stream().noneMatch(part -> part.over(common).factors().isEmpty());
        return helps && !common.factors().isEmpty()
                ? factored(common, apart)
                : factored(Scaled.common(parts).withoutFactors(), parts);
    }

    private Node factored(Scaled common, List<Scaled> parts) {
        Node sum = dag.apply(
                Primitive.ADD,
                parts.stream().map(part -> part.over(common).node(dag)).toList());
        return common.times(dag, sum);
    }

    /** {@code v} times 1 or 0 for what is v at one index and 0 elsewhere. */
    private Scaled withChoiceApart(Scaled part) {
        List<Node> factors = new ArrayList<>();
        for (Node factor : part.factors()) {
            if (isGate(factor) && mayOpen(factor) && isChoice(factor.operand(0))) {
                factors.addAll(withoutOnes(Scaled.of(dag, factor.operand(1)).factors()));
                factors.add(dag.select(factor.operand(0), dag.constant(1), dag.constant(0)));
            } else {
                factors.add(factor);
            }
        }
        return part.with(factors);
    }

    private static boolean isChoice(Node condition) {
        return condition.is(Primitive.EQ)
                && (condition.operand(0) instanceof Position || condition.operand(1) instanceof Position);
    }

    private List<Scaled> merged(List<Node> addends) {
        Map<Node, List<Integer>> places = new LinkedHashMap<>();
        List<Scaled> parts = new ArrayList<>();
        for (Node addend : addends) {
            Scaled part = mayOpen(addend) ? Scaled.of(dag, addend) : Scaled.of(addend);
            if (part.rest(dag) instanceof Select select && mayOpen(select)) {
                places.computeIfAbsent(select.condition(), c -> new ArrayList<>())
                        .add(parts.size());
            }
            parts.add(part);
        }
        Set<Integer> gone = new HashSet<>();
        places.forEach((condition, all) -> {
            if (all.size() > 1) {
                parts.set(all.get(0), Scaled.of(dag, together(condition, all, parts)));
                gone.addAll(all.subList(1, all.size()));
            }
        });
        List<Scaled> left = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (!gone.contains(i)) {
                left.add(parts.get(i));
            }
        }
        return left;
    }

    private Node together(Node condition, List<Integer> places, List<Scaled> parts) {
        List<Node> yes = new ArrayList<>();
        List<Node> no = new ArrayList<>();
        for (int place : places) {
            Select select = (Select) parts.get(place).rest(dag);
            yes.add(parts.get(place).withoutFactors().times(dag, select.whenTrue()));
            no.add(parts.get(place).withoutFactors().times(dag, select.whenFalse()));
        }
        boolean isZero =
                places.stream().allMatch(place -> isGate(parts.get(place).rest(dag)));
        return selected(condition, sum(yes), isZero ? dag.constant(0) : sum(no));
    }

    /** Whether a node may dissolve in its user. */
    private boolean mayOpen(Node node) {
        return !whole.contains(node);
    }
}
