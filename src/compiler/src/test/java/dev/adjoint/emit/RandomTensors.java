package dev.adjoint.emit;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Well-formed models of random structure with everything that tensors have: derived and repeated dims, accesses, scatters,
 * reshapes, calls, scans. What stands for a gradient is any expression of a fitting shape.
 */
final class RandomTensors {
    private static final List<Primitive> FUNCTIONS =
            List.of(Primitive.SIN, Primitive.TANH, Primitive.SOFTPLUS, Primitive.NEG, Primitive.ABS);
    private static final List<Primitive> PAIRS =
            List.of(Primitive.SUB, Primitive.MAX, Primitive.MIN, Primitive.ADD, Primitive.MUL);
    private static final int HIGHEST_RANK = 4;

    private final Random random;
    private final ModelBuilder m;
    private final Dag dag;
    private final List<Axis> axes = new ArrayList<>();
    private final Axis k;
    /** Sizes that do not vanish, for indices that are computed. */
    private final List<Axis> fixed;

    private int lambdas;
    private Pool pool = new Pool();

    /** Values to choose from; the body of a lambda has its own. */
    private static final class Pool {
        private final List<Node> reals = new ArrayList<>();
        private final List<Node> truths = new ArrayList<>();
        private final List<Lambda> lambdas = new ArrayList<>();
    }

    private RandomTensors(long seed) {
        random = new Random(seed);
        m = new ModelBuilder("Tensors" + seed);
        dag = m.dag;
        Axis n = m.dim("n");
        k = m.dim("k", 3);
        Axis t = m.dim("t");
        Dim half = new Dim("half", Extent.of(SizeSum.of(t.dim()).plus(1), 2));
        axes.addAll(List.of(n, k, t, new Axis("i", n.dim()), new Axis("j", t.dim()), new Axis("c", k.dim())));
        axes.add(Axis.of(half));
        axes.add(new Axis("s", Dim.anonymous(SizeSum.of(t.dim()).minus(SizeSum.of(2)), 1)));
        axes.add(new Axis("q", Dim.anonymous(SizeSum.of(5), 1)));
        fixed = List.of(k, axes.get(5), axes.get(8));
    }

    static ModelBuilder model(long seed, int size) {
        return new RandomTensors(seed).build(size);
    }

    private ModelBuilder build(int size) {
        Axis n = axes.get(0);
        Axis t = axes.get(2);
        Axis c = axes.get(5);
        List<Variable> trained = List.of(m.param("w", 0.3), m.param("v", 0.7, k), m.param("W", 0.2, k, c));
        Variable x = m.input("x", n, t);
        Variable z = m.input("Z", t, k);
        Variable u = m.input("u", n, axes.get(3));
        Variable h = m.input("h", axes.get(6));
        pool.reals.addAll(trained);
        pool.reals.addAll(List.of(x, z, u, h, m.input("c"), m.c(2), m.c(-0.5), dag.size(n), dag.size(axes.get(7))));
        pool.truths.add(dag.gt(x, m.c(0)));
        pool.truths.add(dag.lt(dag.position(k), m.c(1)));
        for (int i = 0; i < size; i++) {
            grow();
            if (i == size / 2) {
                for (int o = 0; o < 3; o++) {
                    Node node = pick(pool.reals);
                    m.output("out" + o, node, o == 2 ? node.shape().union(Shape.of(k, n)) : node.shape());
                }
                pool.reals.add(m.target("y", k, n));
            }
        }
        m.loss(shrunk(pick(pool.reals), Shape.SCALAR));
        for (Variable variable : trained) {
            m.gradient(variable, shrunk(pick(pool.reals), variable.shape()));
        }
        m.gradient(x, shrunk(pick(pool.reals), x.shape()));
        return m;
    }

    /** The value without axes that a shape lacks. */
    private Node shrunk(Node node, Shape shape) {
        List<Axis> surplus = node.shape().minus(shape.axes()).axes();
        return surplus.isEmpty() ? node : bounded(m.sum(node, surplus.toArray(Axis[]::new)));
    }

    private <T> T pick(List<T> from) {
        int size = from.size();
        return from.get(random.nextBoolean() ? random.nextInt(size) : size - 1 - random.nextInt(Math.min(size, 6)));
    }

    private Node real() {
        return pick(pool.reals);
    }

    private Node bounded(Node node) {
        return dag.apply(Primitive.ATAN, node);
    }

    private void add(Node node) {
        if (node.shape().rank() <= HIGHEST_RANK) {
            pool.reals.add(node);
        }
    }

    private void grow() {
        switch (random.nextInt(21)) {
            case 0 -> add(dag.apply(pick(FUNCTIONS), real()));
            case 1, 2 -> add(dag.apply(pick(PAIRS), bounded(real()), bounded(real())));
            case 3 -> pool.truths.add(dag.lt(dag.position(pick(axes)), m.c(random.nextInt(4))));
            case 4 -> select();
            case 5 -> add(m.mul(m.c(0.25), dag.position(pick(axes))));
            case 6, 7 -> reduce();
            case 8, 9 -> access();
            case 10 -> gather();
            case 11 -> scatter();
            case 12, 13 -> reshape();
            case 14 -> call();
            case 15 -> scan();
            case 16, 17, 18 -> contract();
            case 19 -> prefix();
            default -> rename();
        }
    }

    private void select() {
        Node node = dag.select(pick(pool.truths), real(), real());
        add(node);
    }

    private void reduce() {
        Node body = random.nextBoolean() ? m.mul(bounded(real()), bounded(real())) : real();
        List<Axis> bound = body.shape().axes().stream()
                .filter(axis -> random.nextBoolean())
                .toList();
        Reduction reduction =
                random.nextBoolean() ? Reduction.SUM : Reduction.values()[random.nextInt(Reduction.values().length)];
        if (!bound.isEmpty()) {
            add(bounded(dag.reduce(reduction, bound, reduction == Reduction.PROD ? bounded(body) : body)));
        }
    }

    /** A sum of products over an axis of both factors: of windows with a kernel, or of any two values. */
    private void contract() {
        Node a = real();
        Axis t = axes.get(2);
        Axis window = random.nextBoolean() ? k : axes.get(8);
        Axis shift = axes.get(window == k ? 7 : 4);
        boolean isFree = !a.shape().containsAny(List.of(window, shift, axes.get(5)));
        if (a.shape().contains(t) && isFree) {
            // Along t - 2 steps, a window of 3 is always inside of t.
            boolean isTotal = window == k && random.nextBoolean();
            int offset = isTotal ? 0 : random.nextInt(4) - 2;
            int stride = isTotal ? 1 : 1 + random.nextInt(2);
            Map<Axis, Integer> terms = new LinkedHashMap<>(Map.of(shift, stride));
            terms.put(window, random.nextInt(4) == 0 && !isTotal ? -1 : 1);
            int divisor = isTotal ? 1 : 1 + random.nextInt(2);
            Index index = new Index.Affine(terms, SizeSum.of(offset), divisor);
            Node view = dag.access(a, Map.of(t, index), List.of(), isTotal);
            Node kernel = dag.sin(m.add(dag.position(window), m.mul(m.c(0.3), dag.position(axes.get(5)))));
            add(bounded(m.sum(m.mul(m.c(0.5), view, kernel), window)));
            return;
        }
        Node b = real();
        List<Axis> shared =
                a.shape().axes().stream().filter(b.shape()::contains).toList();
        if (!shared.isEmpty()) {
            add(bounded(m.sum(m.mul(a, b, real()), shared.get(0))));
        }
    }

    /** The first elements along an axis. */
    private void prefix() {
        Node node = real();
        Axis last = axes.get(8);
        Axis t = axes.get(2);
        if (node.shape().contains(last) && !node.shape().contains(k)) {
            add(dag.access(node, Map.of(last, Index.of(k)), List.of(), true));
        } else if (node.shape().contains(t) && !node.shape().contains(axes.get(7))) {
            add(dag.access(node, Map.of(t, Index.of(axes.get(7))), List.of(), true));
        }
    }

    private void rename() {
        Node node = real();
        Map<Axis, Axis> names = new LinkedHashMap<>();
        for (Axis axis : node.shape().axes()) {
            axes.stream()
                    .filter(other -> other.dim().equals(axis.dim())
                            && !node.shape().contains(other)
                            && !names.containsValue(other))
                    .findFirst()
                    .ifPresent(other -> names.put(axis, other));
        }
        add(dag.rename(node, names));
    }

    /** Some affine index along some of the axes, nearly anywhere. */
    private void access() {
        Node node = real();
        Map<Axis, Index> indices = new LinkedHashMap<>();
        for (Axis axis : node.shape().axes()) {
            if (random.nextInt(3) > 0) {
                Map<Axis, Integer> terms = new LinkedHashMap<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    terms.put(pick(axes), random.nextInt(5) - 2);
                }
                int size = axis.dim().isFixed() ? 0 : random.nextInt(2);
                SizeSum offset = SizeSum.of(axis.dim()).times(size).plus(random.nextInt(4) - 2);
                indices.put(axis, new Index.Affine(terms, offset, 1 + random.nextInt(random.nextInt(4) + 1)));
            }
        }
        if (random.nextInt(4) == 0) {
            indices.putIfAbsent(
                    axes.get(2), new Index.Affine(Map.of(pick(axes), 1), SizeSum.of(random.nextInt(3) - 1), 1));
        }
        add(dag.access(node, indices, List.of(), false));
    }

    /** An integer from 0 to 2. */
    private Node integer() {
        return dag.select(pick(pool.truths), m.c(random.nextInt(3)), dag.select(pick(pool.truths), m.c(0), m.c(2)));
    }

    private void gather() {
        Node node = real();
        for (Axis axis : node.shape().axes()) {
            if (fixed.contains(axis)) {
                add(dag.access(node, Map.of(axis, new Index.Computed(1)), List.of(integer()), true));
                return;
            }
        }
    }

    private void scatter() {
        Node body = real();
        Node index = integer();
        Axis target = fixed.get(random.nextInt(fixed.size()));
        Shape all = body.shape().union(index.shape());
        if (!all.contains(target)) {
            List<Axis> bound =
                    all.axes().stream().filter(axis -> random.nextBoolean()).toList();
            add(bounded(dag.scatter(body, List.of(target), List.of(index), bound)));
        }
    }

    /** Two axes become one, or one becomes two. */
    private void reshape() {
        Node node = real();
        List<Axis> from = new ArrayList<>(node.shape().axes());
        java.util.Collections.shuffle(from, random);
        if (from.size() < 2) {
            return;
        }
        from = from.subList(0, 2);
        SizeSum product =
                SizeSum.of(from.get(0).dim()).times(SizeSum.of(from.get(1).dim()));
        Axis flat = new Axis(from.get(0).name() + from.get(1).name(), Dim.anonymous(product, 1));
        Node flattened = dag.reshape(node, from, List.of(flat));
        if (flattened.shape().rank() > HIGHEST_RANK) {
            return;
        }
        Node used = random.nextBoolean() ? bounded(flattened) : flattened;
        List<Axis> back = random.nextBoolean() ? from : List.of(from.get(1), from.get(0));
        add(random.nextInt(3) == 0 ? m.sum(used, flat) : dag.reshape(used, List.of(flat), back));
    }

    private Variable formal(Shape shape) {
        return dag.variable(Role.FORMAL, "f" + lambdas++, shape);
    }

    /** An argument for a formal of that shape. */
    private Node argument(Shape shape) {
        return shrunk(real(), shape);
    }

    private void call() {
        if (pool.lambdas.isEmpty() || random.nextBoolean()) {
            List<Variable> formals = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                formals.add(formal(real().shape()));
            }
            pool.lambdas.add(new Lambda("block " + lambdas++, formals, body(formals, 1 + random.nextInt(3))));
        }
        Lambda lambda = pick(pool.lambdas);
        List<Node> arguments =
                lambda.formals().stream().map(f -> argument(f.shape())).toList();
        Call call = dag.call(lambda, arguments);
        for (int i = 0; i < lambda.results().size(); i++) {
            if (random.nextInt(3) > 0) {
                add(dag.result(call, i));
            }
        }
    }

    /** Results of a lambda: anything that can be made of its formals. */
    private List<Node> body(List<Variable> formals, int count) {
        Pool outer = pool;
        pool = new Pool();
        pool.reals.addAll(formals);
        pool.reals.add(m.c(0.5));
        pool.truths.add(dag.gt(formals.get(0), m.c(0.1)));
        int size = 2 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            grow();
        }
        List<Node> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(pick(pool.reals));
        }
        pool = outer;
        return results;
    }

    private void scan() {
        Axis axis = pick(axes);
        List<Variable> formals = new ArrayList<>();
        int carries = 1 + random.nextInt(2);
        int sequences = random.nextInt(3);
        int all = carries + sequences + random.nextInt(2);
        for (int i = 0; i < all; i++) {
            formals.add(formal(real().shape().minus(List.of(axis))));
        }
        List<Node> results = new ArrayList<>();
        List<Node> any = body(formals, carries + random.nextInt(3));
        for (int i = 0; i < any.size(); i++) {
            Node node = any.get(i);
            Shape shape = i < carries ? formals.get(i).shape() : node.shape().minus(List.of(axis));
            results.add(bounded(shrunk(node, shape)));
        }
        List<Node> operands = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            boolean isSequence = i >= carries && i < carries + sequences;
            Shape shape = formals.get(i).shape();
            operands.add(argument(isSequence ? shape.union(Shape.of(axis)) : shape));
        }
        Lambda step = new Lambda("step " + lambdas++, formals, results);
        Scan scan = dag.scan(axis, random.nextBoolean(), carries, sequences, step, operands);
        for (int i = 0; i < carries + results.size(); i++) {
            if (random.nextInt(3) > 0) {
                add(dag.result(scan, i));
            }
        }
    }
}
