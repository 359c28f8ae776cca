package dev.adjoint.emit;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Well-formed models of random structure. What stands for a gradient is any expression of a fitting shape: planning and
 * emission do not know better.
 */
final class RandomModels {
    private static final List<Primitive> FUNCTIONS = List.of(
            Primitive.SIN,
            Primitive.TANH,
            Primitive.SIGMOID,
            Primitive.SOFTPLUS,
            Primitive.ATAN,
            Primitive.NEG,
            Primitive.ABS,
            Primitive.COS);
    private static final List<Primitive> PAIRS =
            List.of(Primitive.SUB, Primitive.MAX, Primitive.MIN, Primitive.LOGADDEXP, Primitive.ADD, Primitive.MUL);
    private static final List<Primitive> COMPARISONS =
            List.of(Primitive.LT, Primitive.LE, Primitive.GT, Primitive.GE, Primitive.EQ, Primitive.NE);

    private final Random random;
    private final ModelBuilder m;
    private final List<Axis> axes;
    private final List<Node> reals = new ArrayList<>();
    private final List<Node> variables = new ArrayList<>();
    private final List<Node> truths = new ArrayList<>();

    private RandomModels(long seed) {
        random = new Random(seed);
        m = new ModelBuilder("Random" + seed);
        Axis n = m.dim("n");
        Axis k = m.dim("k", 3);
        Axis t = m.dim("t");
        axes = List.of(n, k, t);
    }

    static ModelBuilder model(long seed, int size) {
        return new RandomModels(seed).build(size);
    }

    private ModelBuilder build(int size) {
        Axis n = axes.get(0);
        Axis k = axes.get(1);
        Axis t = axes.get(2);
        List<Variable> trained = List.of(m.param("w", 0.3), m.param("v", 0.7, k), m.param("b", -0.2));
        Variable frozen = m.frozen("f", 0.9, k);
        Variable x = m.input("x", n);
        Variable z = m.input("Z", n, k);
        Variable q = m.input("q", t);
        Variable c = m.input("c");
        Variable y = m.target("y", k, n);
        reals.addAll(trained);
        reals.addAll(List.of(x, z, q, c, frozen, m.c(2), m.c(-0.5), m.dag.size(n), m.dag.size(t)));
        variables.addAll(List.of(x, z, q, c));
        variables.addAll(trained);
        truths.add(m.dag.gt(x, m.c(0)));
        for (int i = 0; i < size; i++) {
            grow();
            if (i == size / 2) {
                addOutputs(n, k);
                reals.add(y);
            }
        }
        m.loss(reduceAll(pick(reals)));
        for (Variable variable : trained) {
            Node node = pick(reals);
            List<Axis> surplus = node.shape().minus(variable.shape().axes()).axes();
            m.gradient(variable, m.sum(m.dag.apply(Primitive.ATAN, node), surplus.toArray(Axis[]::new)));
        }
        Node forZ = pick(reals);
        m.gradient(z, m.sum(forZ, forZ.shape().minus(z.shape().axes()).axes().toArray(Axis[]::new)));
        return m;
    }

    private void addOutputs(Axis n, Axis k) {
        for (int i = 0; i < 3; i++) {
            Node node = pick(reals);
            m.output("out" + i, node, i == 2 ? node.shape().union(Shape.of(k, n)) : node.shape());
        }
    }

    private Node reduceAll(Node node) {
        return m.sum(node, node.shape().axes().toArray(Axis[]::new));
    }

    private <T> T pick(List<T> from) {
        // Half of the time one of the latest, so that depth grows.
        int size = from.size();
        return from.get(random.nextBoolean() ? random.nextInt(size) : size - 1 - random.nextInt(Math.min(size, 6)));
    }

    private void grow() {
        switch (random.nextInt(10)) {
            case 0, 1 -> reals.add(m.dag.apply(pick(FUNCTIONS), pick(reals)));
            case 2, 3 -> reals.add(m.dag.apply(pick(PAIRS), bounded(), bounded()));
            case 4 -> reals.add(m.dag.apply(Primitive.ADD, many()));
            case 5 ->
                reals.add(m.dag.apply(Primitive.MUL, many().stream().limit(4).toList()));
            case 6 -> reals.add(m.dag.apply(Primitive.ATAN, power()));
            case 7 -> truths.add(truth());
            case 8 -> reals.add(m.dag.select(pick(truths), pick(reals), pick(reals)));
            default -> reduce();
        }
    }

    /** Keeps values moderate, so that rounding stays small. */
    private Node bounded() {
        return m.dag.apply(Primitive.ATAN, pick(reals));
    }

    private List<Node> many() {
        List<Node> operands = new ArrayList<>();
        int count = 2 + random.nextInt(random.nextInt(8) == 0 ? 40 : 4);
        for (int i = 0; i < count; i++) {
            operands.add(random.nextInt(4) == 0 ? m.mul(m.c(-1), bounded()) : bounded());
        }
        return operands;
    }

    private Node power() {
        double[] exponents = {2, 3, -1, -2, 0.5, -0.5, 5, 2.5, 1, 0};
        Node base = m.add(m.c(0.5), m.mul(m.c(0.25), m.pow(bounded(), 2)));
        Node power = m.pow(base, exponents[random.nextInt(exponents.length)]);
        return random.nextBoolean()
                ? power
                : random.nextBoolean() ? m.mul(bounded(), power) : m.dag.div(bounded(), base);
    }

    private Node truth() {
        return switch (random.nextInt(4)) {
            case 0 -> m.dag.apply(Primitive.AND, pick(truths), pick(truths));
            case 1 -> m.dag.apply(Primitive.OR, pick(truths), pick(truths));
            case 2 -> m.dag.apply(Primitive.NOT, pick(truths));
            // Of variables only: a tie that rounding makes or breaks would compare roundings, not meanings.
            default ->
                m.dag.apply(
                        pick(COMPARISONS),
                        variables.get(random.nextInt(variables.size())),
                        m.dag.apply(Primitive.SIGN, variables.get(random.nextInt(variables.size()))));
        };
    }

    private void reduce() {
        Node body = pick(reals);
        if (body.shape().isScalar() || body.type() != ElementType.REAL) {
            return;
        }
        List<Axis> bound = body.shape().axes().stream()
                .filter(axis -> random.nextBoolean())
                .toList();
        Reduction reduction = Reduction.values()[random.nextInt(Reduction.values().length)];
        Node safe = reduction == Reduction.PROD ? m.dag.apply(Primitive.TANH, body) : body;
        if (!bound.isEmpty()) {
            // Over no elements, max and min are infinite, which is no value to go on with.
            reals.add(m.dag.apply(Primitive.ATAN, m.dag.reduce(reduction, bound, safe)));
        }
    }
}
