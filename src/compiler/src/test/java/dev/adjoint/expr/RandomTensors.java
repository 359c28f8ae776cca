package dev.adjoint.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Seeded random well-typed expressions with everything that tensors have: accesses that shift, stride, dilate, pad,
 * reverse and take diagonals; gathers and scatters with repeated indices; reshapes, positions, contractions; lambdas that
 * are called several times; scans in both directions, nested. Two dims are unbound, and may be empty; others follow from
 * them.
 */
public final class RandomTensors {
    private static final Dim N = Dim.unbound("n");
    private static final Dim T = Dim.unbound("t");
    private static final Dim K = Dim.fixed("k", 3);
    private static final Dim U = Dim.fixed("u", 1);
    private static final Dim V = Dim.fixed("v", 5);
    private static final Dim HALF = new Dim("half", Extent.of(SizeSum.of(T).plus(1), 2));
    private static final List<Axis> AXES =
            List.of(Axis.of(N), Axis.of(T), Axis.of(K), Axis.of(U), Axis.of(V), Axis.of(HALF), new Axis("i", N));
    /** As long as T, but for two steps. */
    private static final Axis SHORTER =
            new Axis("s", Dim.anonymous(SizeSum.of(T).plus(-2), 1));

    private static final int LARGEST = 150;
    private static final int MOST_LAMBDAS = 3;

    private final RandomExpressions own;
    private final Random random;
    private final Dag dag;
    private final List<Map<Dim, Integer>> sizes;
    private final List<Node> indices;
    private final List<Lambda> lambdas;
    private final int depth;

    private RandomTensors(
            RandomExpressions own, List<Map<Dim, Integer>> sizes, List<Node> indices, List<Lambda> lambdas, int depth) {
        this.own = own;
        this.random = own.random;
        this.dag = own.dag;
        this.sizes = sizes;
        this.indices = indices;
        this.lambdas = lambdas;
        this.depth = depth;
    }

    /** A random scalar; its variables are real, its bindings give values for integers, too. */
    public static RandomExpressions.Sample of(Dag dag, long seed) {
        Random random = new Random(seed);
        Map<Dim, Integer> sizes = sizes(random.nextInt(4), 1 + random.nextInt(3));
        List<Variable> variables = variables(dag);
        List<Node> values = values(dag, random, List.of(sizes), variables, 4 + random.nextInt(10));
        Map<String, double[]> bindings = new LinkedHashMap<>();
        variables.forEach(variable -> bindings.put(
                variable.name(),
                random.doubles(count(sizes, variable.shape()), -2, 2).toArray()));
        indices(dag).forEach(index -> bindings.put(index.name(), integers(random, count(sizes, index.shape()))));
        Node last = values.get(values.size() - 1);
        Node loss = last.shape().isScalar()
                ? last
                : dag.reduce(Reduction.SUM, last.shape().axes(), last);
        return new RandomExpressions.Sample(loss, variables, bindings, sizes);
    }

    /** The sizes of all dims that are not computed. */
    public static Map<Dim, Integer> sizes(int n, int t) {
        Map<Dim, Integer> sizes = new LinkedHashMap<>();
        sizes.put(N, n);
        sizes.put(T, t);
        AXES.stream().filter(a -> a.dim().isFixed()).forEach(a -> sizes.put(a.dim(), size(sizes, a)));
        return sizes;
    }

    /** Real inputs and parameters. */
    public static List<Variable> variables(Dag dag) {
        return List.of(
                dag.variable(Role.INPUT, "x", shape(0)),
                dag.variable(Role.INPUT, "z", shape(0, 2)),
                dag.variable(Role.PARAMETER, "w", Shape.SCALAR),
                dag.variable(Role.PARAMETER, "v", shape(2)),
                dag.variable(Role.PARAMETER, "e", shape(4, 2)),
                dag.variable(Role.INPUT, "q", shape(1, 4)));
    }

    /** Inputs that are integers from 0 to 2, so that they repeat. */
    public static List<Variable> indices(Dag dag) {
        List<Variable> indices = new ArrayList<>();
        for (Shape shape : List.of(shape(0), shape(1), shape(0, 1), Shape.SCALAR)) {
            indices.add(dag.variable(Role.INPUT, "ids" + indices.size(), shape));
        }
        return indices;
    }

    public static double[] integers(Random random, int count) {
        return random.ints(count, 0, 3).asDoubleStream().toArray();
    }

    /**
     * Random values, the later made of the earlier.
     *
     * @param sizes for all of which they are defined
     * @param variables that come first
     */
    public static List<Node> values(
            Dag dag, Random random, List<Map<Dim, Integer>> sizes, List<Variable> variables, int steps) {
        RandomExpressions own = new RandomExpressions(dag, random);
        own.values.addAll(variables);
        new RandomTensors(own, sizes, List.copyOf(indices(dag)), new ArrayList<>(), 0).grow(steps);
        return own.values;
    }

    private static Shape shape(int... axes) {
        return new Shape(IntStream.of(axes).mapToObj(AXES::get).toList());
    }

    private int smallest(Axis axis) {
        return sizes.stream().mapToInt(each -> size(each, axis)).min().orElseThrow();
    }

    private int largest(Shape shape) {
        return sizes.stream().mapToInt(each -> count(each, shape)).max().orElseThrow();
    }

    private static int size(Map<Dim, Integer> sizes, Axis axis) {
        return axis.dim().size(sizes::get);
    }

    private static int count(Map<Dim, Integer> sizes, Shape shape) {
        return shape.axes().stream().mapToInt(a -> size(sizes, a)).reduce(1, (a, b) -> a * b);
    }

    private void grow(int steps) {
        for (int i = 0; i < steps; i++) {
            Node made = random.nextInt(5) < 2 ? own.step() : tensorStep();
            own.values.add(small(isExtremeOfNothing(made) ? own.bounded(made.operand(0)) : made));
        }
    }

    /** The largest of no elements is infinite, which is no value to go on with. */
    private boolean isExtremeOfNothing(Node node) {
        return node instanceof Reduce reduce
                && Double.isInfinite(reduce.reduction().start())
                && reduce.axes().stream().anyMatch(axis -> smallest(axis) == 0);
    }

    private Node tensorStep() {
        Node a = own.pick();
        if (a.shape().isScalar()) {
            a = dag.mul(a, dag.add(dag.constant(1), dag.position(AXES.get(random.nextInt(AXES.size())))));
        }
        Axis axis = own.any(a.shape().axes());
        return switch (random.nextInt(depth < 2 ? 19 : 16)) {
            case 0 -> read(a, Map.of(axis, affine(axis, 1, random.nextInt(5) - 2, 1)), false);
            case 1, 2 -> window(a, axis);
            case 3 -> diagonal(a);
            case 4 -> read(a, Map.of(axis, new Index.Affine(Map.of(axis, -1), last(axis), 1)), true);
            case 5, 6 -> gather(a);
            case 7 -> scatter(a);
            case 8 -> reshape(a, axis);
            case 9 -> dag.mul(a, dag.add(dag.constant(1), dag.mul(dag.constant(0.25), dag.position(axis))));
            case 10 -> triangle(a, axis);
            case 11 -> renamed(a, axis);
            case 12, 13 -> contraction(a, own.pick());
            case 14 -> anywhere(a);
            case 15 -> prefix(a);
            case 16, 17 -> call();
            default -> scan();
        };
    }

    private static Index.Affine affine(Axis axis, int coefficient, int offset, int divisor) {
        return new Index.Affine(Map.of(axis, coefficient), SizeSum.of(offset), divisor);
    }

    private static SizeSum last(Axis axis) {
        return SizeSum.of(axis.dim()).plus(-1);
    }

    private Node read(Node array, Map<Axis, Index> indices, boolean isTotal) {
        return dag.access(array, indices, List.of(), isTotal);
    }

    /** At affine indices of any variables, nearly anywhere. */
    private Node anywhere(Node a) {
        Map<Axis, Index> all = new LinkedHashMap<>();
        for (Axis axis : a.shape().axes()) {
            if (random.nextInt(3) > 0) {
                Map<Axis, Integer> terms = new LinkedHashMap<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    terms.put(own.any(AXES), random.nextInt(5) - 2);
                }
                SizeSum offset = axis.dim().isFixed()
                        ? SizeSum.of(0)
                        : SizeSum.of(axis.dim()).times(random.nextInt(2));
                all.put(axis, new Index.Affine(terms, offset.plus(random.nextInt(4) - 2), 1 + random.nextInt(3)));
            }
        }
        return read(a, all, false);
    }

    /** The first elements along an axis. */
    private Node prefix(Node a) {
        Axis along = Axis.of(T);
        boolean hasMore = a.shape().contains(along) && !a.shape().contains(SHORTER);
        return hasMore ? read(a, Map.of(along, Index.of(SHORTER)), true) : own.bounded(a);
    }

    /** Windows with stride and dilation: of all indices that stay inside, or padded, or as a stride's adjoint reads. */
    private Node window(Node a, Axis axis) {
        Axis r = new Axis("r", K);
        int stride = 1 + random.nextInt(3);
        int dilation = 1 + random.nextInt(2);
        Map<Axis, Integer> terms = new LinkedHashMap<>();
        boolean inside = random.nextBoolean();
        SizeSum reach = SizeSum.of(axis.dim()).plus(stride - 1 - 2 * dilation);
        Axis out = inside ? Axis.of(Dim.anonymous(reach, stride)) : new Axis("o", random.nextBoolean() ? V : T);
        terms.put(out, stride);
        terms.put(r, random.nextInt(4) == 0 ? -dilation : dilation);
        boolean isTotal = inside && terms.get(r) > 0;
        SizeSum offset = SizeSum.of(isTotal ? 0 : -random.nextInt(3));
        int divisor = isTotal || random.nextInt(3) > 0 ? 1 : 2;
        Node windows = read(a, Map.of(axis, new Index.Affine(terms, offset, divisor)), isTotal);
        Node kernel = dag.rename(dag.variable(Role.PARAMETER, "v", shape(2)), Map.of(Axis.of(K), r));
        return switch (random.nextInt(3)) {
            case 0 -> dag.reduce(Reduction.SUM, List.of(r), depth > 0 ? windows : dag.mul(windows, kernel));
            case 1 -> dag.reduce(Reduction.SUM, List.of(r), dag.mul(windows, dag.position(r)));
            default -> windows;
        };
    }

    /** All axes by one variable; a constant index where chance has it. */
    private Node diagonal(Node a) {
        Axis along = new Axis("o", random.nextBoolean() ? V : K);
        Map<Axis, Index> all = new LinkedHashMap<>();
        for (Axis axis : a.shape().axes()) {
            all.put(axis, random.nextInt(5) == 0 ? affine(along, 0, 1, 1) : affine(along, 1, random.nextInt(2), 1));
        }
        return read(a, all, false);
    }

    private Node gather(Node a) {
        Map<Axis, Index> at = new LinkedHashMap<>();
        List<Node> computed = new ArrayList<>();
        for (Axis axis : a.shape().axes()) {
            // Indices go up to 2, and there must be as many.
            if (smallest(axis) >= 3 && (at.isEmpty() || random.nextBoolean())) {
                computed.add(index());
                at.put(axis, new Index.Computed(computed.size()));
            } else if (random.nextInt(3) == 0) {
                at.put(axis, affine(axis, 1, 1, 1));
            }
        }
        return dag.access(a, at, computed, false);
    }

    /** An integer from 0 to 2. */
    private Node index() {
        return random.nextInt(4) > 0
                ? own.any(indices)
                : dag.select(
                        own.truth(1),
                        dag.constant(random.nextInt(3)),
                        dag.select(own.truth(1), dag.constant(0), dag.constant(2)));
    }

    private Node scatter(Node a) {
        Node index = index();
        Axis target = new Axis("s", random.nextBoolean() ? K : V);
        if (a.shape().contains(target)) {
            return a;
        }
        List<Axis> bound = a.shape().union(index.shape()).axes().stream()
                .filter(axis -> random.nextInt(3) > 0)
                .toList();
        return dag.scatter(a, List.of(target), List.of(index), bound);
    }

    private Node reshape(Node a, Axis first) {
        Axis second = own.any(a.shape().axes());
        if (first == second) {
            Axis name = new Axis("p", first.dim());
            return a.shape().contains(name) ? a : dag.reshape(a, List.of(first), List.of(name));
        }
        SizeSum count = SizeSum.of(first.dim()).times(SizeSum.of(second.dim()));
        List<Axis> to = random.nextBoolean()
                ? List.of(new Axis("p", Dim.anonymous(count, 1)))
                : List.of(new Axis("q", second.dim()), new Axis("p", first.dim()));
        return a.shape().minus(List.of(first, second)).containsAny(to) ? a : dag.reshape(a, List.of(first, second), to);
    }

    private Node triangle(Node a, Axis axis) {
        Axis other = own.any(a.shape().axes());
        Node lower = dag.apply(Primitive.LE, dag.position(axis), dag.add(dag.position(other), dag.constant(0.5)));
        return dag.select(lower, a, random.nextBoolean() ? dag.constant(0) : dag.exp(own.bounded(a)));
    }

    private Node renamed(Node a, Axis axis) {
        Axis name = new Axis(axis.name() + "'", axis.dim());
        return a.shape().contains(name) ? a : dag.mul(dag.rename(a, Map.of(axis, name)), own.bounded(own.pick()));
    }

    private Node contraction(Node a, Node b) {
        List<Axis> common = a.shape().axes().stream()
                .filter(axis -> b.shape().contains(axis) || random.nextInt(3) == 0)
                .toList();
        return dag.reduce(Reduction.SUM, common, dag.mul(a, own.bounded(b)));
    }

    private Node call() {
        List<Lambda> known = lambdas;
        if (known.size() < MOST_LAMBDAS) {
            List<Variable> formals = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(i -> formal(someShape()))
                    .toList();
            known.add(lambda("f", formals, 1 + random.nextInt(2), UnaryOperator.identity()));
        }
        Lambda lambda = own.any(known);
        List<Node> arguments = new ArrayList<>();
        lambda.formals().forEach(formal -> arguments.add(fitting(formal.shape())));
        Call call = dag.call(lambda, arguments);
        return dag.result(call, random.nextInt(lambda.results().size()));
    }

    private Node scan() {
        Axis axis = AXES.get(random.nextInt(3));
        int carries = 1 + random.nextInt(2);
        int sequences = random.nextInt(3);
        int constants = random.nextInt(2);
        List<Variable> formals = new ArrayList<>();
        for (int k = 0; k < carries + sequences + constants; k++) {
            formals.add(formal(someShape().minus(List.of(axis))));
        }
        int emissions = random.nextInt(2);
        Lambda body = lambda("step", formals, carries + emissions, own::bounded);
        List<Node> results = new ArrayList<>();
        for (int k = 0; k < carries + emissions; k++) {
            Node result = body.results().get(k);
            Shape shape = k < carries ? formals.get(k).shape() : result.shape().minus(List.of(axis));
            results.add(reduced(result, shape));
        }
        Lambda step = new Lambda("step", formals, results);
        List<Node> operands = new ArrayList<>();
        for (int k = 0; k < formals.size(); k++) {
            boolean isSequence = k >= carries && k < carries + sequences;
            Shape shape = formals.get(k).shape();
            operands.add(fitting(isSequence ? Shape.of(axis).union(shape) : shape));
        }
        Scan scan = dag.scan(axis, random.nextBoolean(), carries, sequences, step, operands);
        return dag.result(scan, random.nextInt(2 * carries + emissions));
    }

    private Lambda lambda(String name, List<Variable> formals, int results, UnaryOperator<Node> last) {
        RandomExpressions inside = new RandomExpressions(dag, random);
        inside.values.addAll(formals);
        List<Node> inRange = List.of(dag.constant(1), dag.position(AXES.get(2)));
        RandomTensors body = new RandomTensors(inside, sizes, inRange, lambdas, depth + 1);
        body.grow(2 + random.nextInt(5));
        int count = inside.values.size();
        List<Node> all = new ArrayList<>();
        for (int k = 0; k < results; k++) {
            all.add(last.apply(inside.values.get(count - 1 - random.nextInt(Math.min(count, 3)))));
        }
        return new Lambda(name, formals, all);
    }

    private Variable formal(Shape shape) {
        return dag.variable(Role.FORMAL, "a" + dag.size(), shape);
    }

    private Shape someShape() {
        return new Shape(
                AXES.stream().filter(axis -> random.nextInt(3) == 0).limit(2).toList());
    }

    private Node fitting(Shape shape) {
        return reduced(own.pick(), shape);
    }

    /** A value over some axes of the shape. */
    private Node reduced(Node a, Shape shape) {
        List<Axis> surplus = a.shape().minus(shape.axes()).axes();
        return surplus.isEmpty() ? a : own.bounded(dag.reduce(Reduction.SUM, surplus, a));
    }

    /** The value, or where it has many elements, a sum. */
    private Node small(Node a) {
        return a.shape().rank() <= 3 && largest(a.shape()) <= LARGEST
                ? a
                : small(dag.reduce(Reduction.SUM, a.shape().axes().subList(0, 1), own.bounded(a)));
    }
}
