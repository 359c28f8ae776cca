package dev.adjoint.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Seeded random well-typed expressions: what properties of the whole pipeline are tested on. Pointwise operators and
 * reductions over two dims; or beside them everything that tensors have ({@link RandomTensors}).
 *
 * <p>Operators are chosen and composed so that values stay of moderate size and mostly in the domains: arguments of
 * logarithms and roots are made positive, those of exponentials bounded.
 */
public final class RandomExpressions {
    public static final Dim N = Dim.unbound("n");
    public static final Dim K = Dim.fixed("k", 2);
    public static final Map<Dim, Integer> SIZES = Map.of(N, 3, K, 2);

    private static final List<Double> EXPONENTS = List.of(2.0, 3.0, -1.0, -2.0, 0.5, -0.5, 5.0, 2.5, 1.0, 0.0);
    private static final List<Primitive> COMPARISONS =
            List.of(Primitive.LT, Primitive.LE, Primitive.GT, Primitive.GE, Primitive.EQ, Primitive.NE);

    final Random random;
    final Dag dag;
    final List<Node> values = new ArrayList<>();
    private final List<Variable> variables = new ArrayList<>();

    /** Expressions of nothing yet. */
    RandomExpressions(Dag dag, Random random) {
        this.dag = dag;
        this.random = random;
    }

    private RandomExpressions(Dag dag, long seed) {
        this(dag, new Random(seed));
        variables.add(dag.variable(Role.INPUT, "x", Shape.of(Axis.of(N))));
        variables.add(dag.variable(Role.INPUT, "z", Shape.of(Axis.of(N), Axis.of(K))));
        variables.add(dag.variable(Role.PARAMETER, "w", Shape.SCALAR));
        variables.add(dag.variable(Role.PARAMETER, "v", Shape.of(Axis.of(K))));
        variables.add(dag.variable(Role.PARAMETER, "b", Shape.SCALAR));
        values.addAll(variables);
    }

    /**
     * A random scalar.
     *
     * @param variables what it may depend on and be differentiated by
     * @param bindings values for them, and for indices, flat
     * @param sizes of unbound dims
     */
    public record Sample(
            Node loss, List<Variable> variables, Map<String, double[]> bindings, Map<Dim, Integer> sizes) {}

    public static Sample of(Dag dag, long seed) {
        RandomExpressions expressions = new RandomExpressions(dag, seed);
        int steps = 3 + expressions.random.nextInt(14);
        for (int i = 0; i < steps; i++) {
            expressions.values.add(expressions.step());
        }
        Node last = expressions.values.get(expressions.values.size() - 1);
        Node loss = expressions.closed(last);
        return new Sample(loss, expressions.variables, expressions.bindings(), SIZES);
    }

    private Map<String, double[]> bindings() {
        Map<String, double[]> bindings = new LinkedHashMap<>();
        for (Variable variable : variables) {
            int count = variable.shape().axes().stream()
                    .mapToInt(a -> SIZES.get(a.dim()))
                    .reduce(1, (a, b) -> a * b);
            bindings.put(variable.name(), random.doubles(count, -2, 2).toArray());
        }
        return bindings;
    }

    Node pick() {
        // Recent values more often, so that expressions grow deep as well as wide.
        int size = values.size();
        return values.get(random.nextBoolean() ? random.nextInt(size) : size - 1 - random.nextInt(Math.min(3, size)));
    }

    Node step() {
        Node a = pick();
        Node b = pick();
        return switch (random.nextInt(34)) {
            case 0, 1 -> dag.add(a, b);
            case 2, 3 -> dag.mul(bounded(a), b);
            case 4 -> dag.sub(a, b);
            case 5 -> dag.div(a, positive(b));
            case 6 -> dag.neg(a);
            case 7 -> dag.pow(a, dag.constant(2));
            case 8 -> dag.pow(positive(a), dag.constant(random.nextBoolean() ? -1.5 : 3));
            case 9 -> dag.exp(bounded(a));
            case 10 -> dag.log(positive(a));
            case 11 -> dag.log(dag.add(dag.constant(1), dag.exp(bounded(a))));
            case 12 -> dag.reciprocal(dag.add(dag.constant(1), dag.exp(dag.neg(a))));
            case 13 -> dag.sqrt(positive(a));
            case 14 -> dag.sin(a);
            case 15 -> dag.apply(Primitive.TANH, a);
            case 16 -> dag.apply(Primitive.ABS, a);
            case 17 -> dag.apply(Primitive.MAX, a, b);
            case 18 -> dag.select(dag.gt(a, dag.constant(0.25)), a, dag.mul(dag.constant(0.1), b));
            case 19 -> dag.select(dag.gt(a, dag.constant(0)), dag.sqrt(a), dag.constant(0));
            case 20 -> reduced(Reduction.SUM, a);
            case 21 -> reduced(Reduction.values()[random.nextInt(Reduction.values().length)], a);
            case 22 -> dag.sub(dag.exp(bounded(a)), dag.constant(1));
            case 23 -> dag.apply(Primitive.ATAN, a);
            case 24 -> dag.mul(dag.constant(random.nextInt(7) - 3), a);
            case 25 -> dag.apply(Primitive.ERF, a);
            case 26 -> dag.apply(Primitive.ADD, many(random.nextInt(8) == 0 ? 40 : 4));
            case 27 -> dag.apply(Primitive.MUL, many(3));
            case 28 -> dag.apply(any(List.of(Primitive.SOFTPLUS, Primitive.SIGMOID, Primitive.COS)), a);
            case 29 -> dag.apply(any(List.of(Primitive.LOGADDEXP, Primitive.MIN)), bounded(a), bounded(b));
            case 30 -> dag.pow(positive(a), dag.constant(any(EXPONENTS)));
            case 31 -> dag.select(truth(2), a, b);
            case 32 ->
                a.shape().isScalar()
                        ? a
                        : dag.div(
                                a,
                                dag.add(dag.constant(1), dag.size(any(a.shape().axes()))));
            default -> dag.add(dag.constant(0.5), a);
        };
    }

    private List<Node> many(int most) {
        List<Node> operands = new ArrayList<>();
        for (int i = 1 + random.nextInt(most); i >= 0; i--) {
            Node operand = bounded(pick());
            operands.add(random.nextInt(4) == 0 ? dag.neg(operand) : operand);
        }
        return operands;
    }

    /** Of variables only, which rounding does not move across the border. */
    Node truth(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 3)) {
            case 3 -> dag.apply(Primitive.AND, truth(depth - 1), truth(depth - 1));
            case 4 -> dag.apply(Primitive.OR, truth(depth - 1), truth(depth - 1));
            case 5 -> dag.apply(Primitive.NOT, truth(depth - 1));
            default -> {
                List<Node> leaves =
                        values.stream().filter(Variable.class::isInstance).toList();
                Node left = leaves.isEmpty() ? dag.constant(random.nextInt(2)) : any(leaves);
                yield dag.apply(any(COMPARISONS), left, dag.constant(0.37));
            }
        };
    }

    <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    Node positive(Node a) {
        return dag.add(dag.constant(0.5), dag.pow(bounded(a), dag.constant(2)));
    }

    /** In -1.5 .. 1.5, smoothly. */
    Node bounded(Node a) {
        return dag.apply(Primitive.ATAN, a);
    }

    private Node reduced(Reduction reduction, Node a) {
        List<Axis> axes = a.shape().axes();
        if (axes.isEmpty()) {
            return a;
        }
        Node body = reduction == Reduction.PROD ? bounded(a) : a;
        List<Axis> some = random.nextBoolean() ? axes : List.of(axes.get(random.nextInt(axes.size())));
        return dag.reduce(reduction, some, body);
    }

    Node closed(Node a) {
        return a.shape().isScalar() ? a : dag.reduce(Reduction.SUM, a.shape().axes(), a);
    }
}
