package dev.adjoint.expr;

import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes nodes and shares them: asking twice for the same structure returns the same node.
 *
 * <p>What it makes is exactly what was asked for; simplification is the business of package {@code rewrite}. Every new
 * node takes the current origins ({@link #origin}), the places in a model file it comes from; a node that is found again
 * gains them. Not thread-safe; one DAG belongs to one compilation.
 */
public final class Dag {
    /** A few places say where a shared node comes from; hundreds would only make compilation quadratic. */
    private static final int MOST_ORIGINS = 4;

    private final Map<Object, Node> nodes = new HashMap<>();
    private final List<Set<Span>> origins = new ArrayList<>();
    private Collection<Span> current = List.of();

    /** Every node made or found from here on comes from {@code spans}, until told otherwise. */
    public void origin(Collection<Span> spans) {
        current = spans;
    }

    /** Where in the model files a node comes from: a few places, first found first. */
    public Set<Span> origins(Node node) {
        return Collections.unmodifiableSet(origins.get(node.id()));
    }

    /** Number of nodes made so far; ids are below it. */
    public int size() {
        return origins.size();
    }

    public Constant constant(double value) {
        return (Constant) share(List.of(ElementType.REAL, value), id -> new Constant(id, ElementType.REAL, value));
    }

    public Constant truth(boolean value) {
        return (Constant)
                share(List.of(ElementType.BOOL, value), id -> new Constant(id, ElementType.BOOL, value ? 1 : 0));
    }

    public Variable variable(Role role, String name, Shape shape) {
        return (Variable) share(List.of(role, name, shape), id -> new Variable(id, role, name, shape));
    }

    public AxisSize size(Axis axis) {
        return (AxisSize) share(axis, id -> new AxisSize(id, axis));
    }

    public Node apply(Primitive primitive, Node... operands) {
        return apply(primitive, Arrays.asList(operands));
    }

    /**
     * @throws IllegalArgumentException if the number or the types of the operands do not fit
     */
    public Node apply(Primitive primitive, List<Node> operands) {
        int arity = primitive.arity();
        if (arity == Primitive.MANY ? operands.size() < 2 : operands.size() != arity) {
            throw new IllegalArgumentException(primitive + " of " + operands.size() + " operands");
        }
        Shape shape = operands.get(0).shape();
        for (Node operand : operands) {
            if (operand.type() != primitive.operandType()) {
                throw new IllegalArgumentException(primitive + " of " + operand.type());
            }
            shape = shape.union(operand.shape());
        }
        Shape union = shape;
        List<Node> copy = List.copyOf(operands);
        return share(new Key(primitive, copy), id -> new Apply(id, union, primitive, copy));
    }

    /**
     * The reduction of {@code body} over {@code axes}. The body need not have all of them: along an axis it lacks it is
     * uniform, and the result is what the reduction makes of that many equal elements.
     */
    public Node reduce(Reduction reduction, Collection<Axis> axes, Node body) {
        List<Axis> own = body.shape().axes().stream().filter(axes::contains).toList();
        Node result = own.isEmpty()
                ? body
                : share(new Key(List.of(reduction, own), List.of(body)), id -> new Reduce(id, reduction, own, body));
        for (Axis axis : axes) {
            if (!own.contains(axis)) {
                result = reduction.ofEqual(this, result, size(axis));
            }
        }
        return result;
    }

    /** @throws IllegalArgumentException if the condition is no truth value or the branches differ in type */
    public Node select(Node condition, Node whenTrue, Node whenFalse) {
        if (condition.type() != ElementType.BOOL || whenTrue.type() != whenFalse.type()) {
            throw new IllegalArgumentException(
                    "if " + condition.type() + " then " + whenTrue.type() + " else " + whenFalse.type());
        }
        Shape shape = condition.shape().union(whenTrue.shape()).union(whenFalse.shape());
        List<Node> operands = List.of(condition, whenTrue, whenFalse);
        return share(new Key("select", operands), id -> new Select(id, shape, condition, whenTrue, whenFalse));
    }

    /** Whether a training step is computed: 1 or 0. */
    public Variable training() {
        return variable(Role.MODE, "training", Shape.SCALAR);
    }

    /** The index along {@code axis} as a number. */
    public Position position(Axis axis) {
        return (Position) share(List.of("position", axis), id -> new Position(id, axis));
    }

    /**
     * Elements of {@code array} picked by index.
     *
     * @param indices by axis of the array; an axis that is not mentioned is kept. Axes that the array lacks may be mentioned
     * @param computed what {@link Index.Computed} 1, 2, ... stand for
     * @param isTotal whether the caller knows that no affine index lies outside, whatever the sizes
     * @throws IllegalArgumentException if an index mentions a node that is not there
     */
    public Node access(Node array, Map<Axis, ? extends Index> indices, List<Node> computed, boolean isTotal) {
        Map<Axis, Index> all = new LinkedHashMap<>();
        for (Axis axis : array.shape().axes()) {
            Index index = indices.get(axis);
            all.put(axis, index == null ? Index.of(axis) : index);
        }
        if (!isTotal) {
            indices.forEach((axis, index) -> {
                if (index instanceof Index.Affine) {
                    all.putIfAbsent(axis, index);
                }
            });
        }
        List<Axis> axes = List.copyOf(all.keySet());
        List<Node> operands = new ArrayList<>(List.of(array));
        List<Index> own = new ArrayList<>();
        Shape shape = Shape.SCALAR;
        for (Index index : all.values()) {
            if (index instanceof Index.Affine affine) {
                own.add(affine);
                shape = shape.union(new Shape(List.copyOf(affine.terms().keySet())));
            } else {
                Node integer = computed.get(((Index.Computed) index).operand() - 1);
                own.add(new Index.Computed(operands.size()));
                operands.add(integer);
                shape = shape.union(integer.shape());
            }
        }
        if (isTotal && keepsAll(axes, own)) {
            return array;
        }
        Shape result = shape;
        Key key = new Key(List.of("access", axes, own, isTotal), List.copyOf(operands));
        return share(key, id -> new Access(id, result, key.operands(), axes, List.copyOf(own), isTotal));
    }

    private static boolean keepsAll(List<Axis> axes, List<Index> indices) {
        for (int i = 0; i < axes.size(); i++) {
            if (!indices.get(i).equals(Index.of(axes.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** The value with other names for some of its axes; a new axis must be of the same dim and not be there already. */
    public Node rename(Node node, Map<Axis, Axis> axes) {
        Map<Axis, Index> indices = new LinkedHashMap<>();
        axes.forEach((from, to) -> indices.put(from, Index.of(to)));
        return access(node, indices, List.of(), true);
    }

    /**
     * For each index of the targets, the sum over {@code bound} of the body where {@code indices} are that index.
     *
     * @param targets distinct axes that neither body nor indices have
     * @param indices integers, one for each target
     * @param bound axes of the body or the indices; along one that neither has, all is uniform
     */
    public Node scatter(Node body, List<Axis> targets, List<Node> indices, Collection<Axis> bound) {
        Shape all = body.shape();
        for (Node index : indices) {
            all = all.union(index.shape());
        }
        List<Axis> own = all.axes().stream().filter(bound::contains).toList();
        Node summed = body;
        for (Axis axis : bound) {
            if (!own.contains(axis)) {
                summed = mul(summed, size(axis));
            }
        }
        List<Axis> axes = new ArrayList<>(targets);
        axes.addAll(all.minus(own).axes());
        Shape shape = new Shape(axes);
        List<Node> operands = new ArrayList<>(List.of(summed));
        operands.addAll(indices);
        Key key = new Key(List.of("scatter", targets, own), List.copyOf(operands));
        return share(key, id -> new Scatter(id, shape, key.operands(), List.copyOf(targets), own));
    }

    /**
     * The same elements under other axes.
     *
     * @param from axes of the operand, of which it need not have all; if it has none, it stays as it is
     * @param to as many indices as {@code from}; axes that the rest of the operand lacks
     */
    public Node reshape(Node operand, List<Axis> from, List<Axis> to) {
        if (!operand.shape().containsAny(from) || from.equals(to)) {
            return operand;
        }
        Shape shape = operand.shape().minus(from).union(new Shape(to));
        Key key = new Key(List.of("reshape", from, to), List.of(operand));
        return share(key, id -> new Reshape(id, shape, operand, List.copyOf(from), List.copyOf(to)));
    }

    /**
     * @param arguments one for each formal, over axes of the formal
     * @return a tuple
     */
    public Call call(Lambda lambda, List<Node> arguments) {
        check(lambda, arguments);
        Key key = new Key(List.of("call", lambda), List.copyOf(arguments));
        return (Call) share(key, id -> new Call(id, lambda, key.operands()));
    }

    /**
     * @param step its formals are carries, slices and constants, its results next carries and emissions
     * @param operands initial carries, sequences (which may have {@code axis}), constants
     * @return a tuple; see {@link Scan}
     */
    public Scan scan(Axis axis, boolean reverse, int carries, int sequences, Lambda step, List<Node> operands) {
        check(step, operands);
        if (step.results().size() < carries) {
            throw new IllegalArgumentException(step.results().size() + " results for " + carries + " carries");
        }
        Key key = new Key(List.of("scan", axis, reverse, carries, sequences, step), List.copyOf(operands));
        return (Scan) share(key, id -> new Scan(id, axis, reverse, carries, sequences, step, key.operands()));
    }

    private static void check(Lambda lambda, List<Node> arguments) {
        if (lambda.formals().size() != arguments.size()) {
            throw new IllegalArgumentException(arguments.size() + " arguments for " + lambda);
        }
    }

    /** Component {@code index} of the tuple that a call or scan gives. */
    public Node result(Node tuple, int index) {
        Shape shape;
        ElementType type = ElementType.REAL;
        if (tuple instanceof Call call) {
            shape = call.lambda().results().get(index).shape();
            type = call.lambda().results().get(index).type();
        } else {
            Scan scan = (Scan) tuple;
            shape = index < 2 * scan.carries()
                    ? scan.step().formals().get(index % scan.carries()).shape()
                    : scan.step().results().get(index - scan.carries()).shape();
            if (index >= scan.carries()) {
                shape = Shape.of(scan.axis()).union(shape);
            }
        }
        Shape result = shape;
        ElementType of = type;
        return share(new Key(List.of("result", index), List.of(tuple)), id -> new Result(id, result, of, tuple, index));
    }

    /** The same operation as {@code node}, which may belong to another DAG, on operands of this one. */
    public Node with(Node node, List<Node> operands) {
        return node.accept(new NodeVisitor<>() {
            @Override
            public Node visit(Constant c) {
                return c.type() == ElementType.BOOL ? truth(c.value() != 0) : constant(c.value());
            }

            @Override
            public Node visit(Variable v) {
                return variable(v.role(), v.name(), v.shape());
            }

            @Override
            public Node visit(AxisSize s) {
                return size(s.axis());
            }

            @Override
            public Node visit(Apply a) {
                return apply(a.primitive(), operands);
            }

            @Override
            public Node visit(Reduce r) {
                return reduce(r.reduction(), r.axes(), operands.get(0));
            }

            @Override
            public Node visit(Select s) {
                return select(operands.get(0), operands.get(1), operands.get(2));
            }

            @Override
            public Node visit(Position p) {
                return position(p.axis());
            }

            @Override
            public Node visit(Access a) {
                Map<Axis, Index> indices = new LinkedHashMap<>();
                for (int i = 0; i < a.axes().size(); i++) {
                    indices.put(a.axes().get(i), a.indices().get(i));
                }
                return access(operands.get(0), indices, operands.subList(1, operands.size()), a.isTotal());
            }

            @Override
            public Node visit(Scatter s) {
                return scatter(operands.get(0), s.targets(), operands.subList(1, operands.size()), s.bound());
            }

            @Override
            public Node visit(Reshape r) {
                return reshape(operands.get(0), r.from(), r.to());
            }

            @Override
            public Node visit(Call c) {
                return call(c.lambda(), operands);
            }

            @Override
            public Node visit(Scan s) {
                return scan(s.axis(), s.isReverse(), s.carries(), s.sequences(), s.step(), operands);
            }

            @Override
            public Node visit(Result r) {
                return result(operands.get(0), r.index());
            }
        });
    }

    public Node add(Node a, Node b) {
        return apply(Primitive.ADD, a, b);
    }

    public Node sub(Node a, Node b) {
        return apply(Primitive.SUB, a, b);
    }

    public Node mul(Node a, Node b) {
        return apply(Primitive.MUL, a, b);
    }

    public Node div(Node a, Node b) {
        return apply(Primitive.DIV, a, b);
    }

    public Node neg(Node a) {
        return apply(Primitive.NEG, a);
    }

    public Node pow(Node base, Node exponent) {
        return apply(Primitive.POW, base, exponent);
    }

    public Node reciprocal(Node a) {
        return div(constant(1), a);
    }

    public Node exp(Node a) {
        return apply(Primitive.EXP, a);
    }

    public Node expm1(Node a) {
        return apply(Primitive.EXPM1, a);
    }

    public Node log(Node a) {
        return apply(Primitive.LOG, a);
    }

    public Node sigmoid(Node a) {
        return apply(Primitive.SIGMOID, a);
    }

    public Node sin(Node a) {
        return apply(Primitive.SIN, a);
    }

    public Node cos(Node a) {
        return apply(Primitive.COS, a);
    }

    public Node sinh(Node a) {
        return apply(Primitive.SINH, a);
    }

    public Node cosh(Node a) {
        return apply(Primitive.COSH, a);
    }

    public Node sqrt(Node a) {
        return apply(Primitive.SQRT, a);
    }

    public Node sign(Node a) {
        return apply(Primitive.SIGN, a);
    }

    public Node gt(Node a, Node b) {
        return apply(Primitive.GT, a, b);
    }

    public Node lt(Node a, Node b) {
        return apply(Primitive.LT, a, b);
    }

    public Node eq(Node a, Node b) {
        return apply(Primitive.EQ, a, b);
    }

    public Node and(Node a, Node b) {
        return apply(Primitive.AND, a, b);
    }

    public Node or(Node a, Node b) {
        return apply(Primitive.OR, a, b);
    }

    public Node not(Node a) {
        return apply(Primitive.NOT, a);
    }

    private Node share(Object key, java.util.function.IntFunction<Node> make) {
        Node node = nodes.get(key);
        boolean found = node != null;
        if (!found) {
            node = make.apply(origins.size());
            nodes.put(key, node);
            origins.add(new LinkedHashSet<>(2));
        }
        // A variable or constant comes from where it is declared or first written, not from all its uses.
        if (!found || !node.operands().isEmpty()) {
            addOrigins(origins.get(node.id()));
        }
        return node;
    }

    private void addOrigins(Set<Span> places) {
        for (Span span : current) {
            if (places.size() < MOST_ORIGINS) {
                places.add(span);
            }
        }
    }

    /** Structure of an inner node; operands compare by identity, so hashing costs their number, not their depth. */
    private record Key(Object operation, List<Node> operands) {}
}
