package dev.adjoint.print;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.NodeVisitor;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Variable;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evaluates nodes in {@link Field} by what they are, at every sample of one axis: the other side of the comparison. */
final class NodeValues implements NodeVisitor<TextReader.Value> {
    /** Doubles that stand for numbers which no decimal names. */
    static final Map<Double, BigInteger> MEANT = Map.of(
            1 / 3.0,
            fraction(1, 3),
            5 / 7.0,
            fraction(5, 7),
            Math.PI,
            Field.PI,
            2 * Math.PI,
            Field.multiply(BigInteger.TWO, Field.PI),
            Math.PI / 2,
            Field.divide(Field.PI, BigInteger.TWO));

    private final Map<String, TextReader.Value> names;
    private final int samples;
    private final Map<Node, BigInteger[]> known = new HashMap<>();

    NodeValues(Map<String, TextReader.Value> names, int samples) {
        this.names = names;
        this.samples = samples;
    }

    TextReader.Value of(Node root) {
        for (Node node : Excerpt.of(List.of(root)).nodes()) {
            if (!known.containsKey(node)) {
                TextReader.Value value = node.accept(this);
                BigInteger[] values = new BigInteger[samples];
                for (int i = 0; i < samples; i++) {
                    values[i] = value.at(i);
                }
                known.put(node, values);
            }
        }
        return operand(root);
    }

    private TextReader.Value operand(Node node) {
        BigInteger[] values = known.get(node);
        return i -> values[i];
    }

    @Override
    public TextReader.Value visit(Constant node) {
        double size = Math.abs(node.value());
        BigInteger value = MEANT.getOrDefault(size, Field.decimal(Double.toString(size)));
        return i -> node.value() < 0 ? Field.negate(value) : value;
    }

    @Override
    public TextReader.Value visit(Variable node) {
        return names.get(node.name());
    }

    @Override
    public TextReader.Value visit(AxisSize node) {
        return i -> BigInteger.valueOf(samples);
    }

    @Override
    public TextReader.Value visit(Reduce node) {
        return i -> TextReader.reduce(node.reduction().symbol(), operand(node.body()), samples);
    }

    @Override
    public TextReader.Value visit(Select node) {
        return i -> operand(node.condition()).at(i).signum() != 0
                ? operand(node.whenTrue()).at(i)
                : operand(node.whenFalse()).at(i);
    }

    @Override
    public TextReader.Value visit(Position node) {
        return BigInteger::valueOf;
    }

    @Override
    public TextReader.Value visit(Access node) {
        Index index = node.indices().get(0);
        TextReader.Value array = operand(node.array());
        return i -> {
            BigInteger at = index instanceof Index.Computed computed
                    ? operand(node.computed(computed)).at(i)
                    : affine((Index.Affine) index, i);
            return TextReader.element(array, at, node.isTotal() ? null : BigInteger.ZERO, samples);
        };
    }

    private BigInteger affine(Index.Affine index, int i) {
        int coefficient = index.terms().values().stream().findFirst().orElse(0);
        return BigInteger.valueOf((long) coefficient * i + index.offset().evaluate(dim -> samples));
    }

    @Override
    public TextReader.Value visit(Scatter node) {
        throw new IllegalStateException("not along the one axis: " + node);
    }

    @Override
    public TextReader.Value visit(Reshape node) {
        throw new IllegalStateException("not along the one axis: " + node);
    }

    @Override
    public TextReader.Value visit(Call node) {
        throw new IllegalStateException("not along the one axis: " + node);
    }

    @Override
    public TextReader.Value visit(Scan node) {
        throw new IllegalStateException("not along the one axis: " + node);
    }

    @Override
    public TextReader.Value visit(Result node) {
        throw new IllegalStateException("not along the one axis: " + node);
    }

    @Override
    public TextReader.Value visit(Apply node) {
        return i ->
                apply(node, node.operands().stream().map(o -> operand(o).at(i)).toList());
    }

    private static BigInteger apply(Apply node, List<BigInteger> x) {
        return switch (node.primitive()) {
            case ADD -> x.stream().reduce(BigInteger.ZERO, Field::add);
            case SUB -> Field.add(x.get(0), Field.negate(x.get(1)));
            case MUL -> x.stream().reduce(BigInteger.ONE, Field::multiply);
            case DIV -> Field.divide(x.get(0), x.get(1));
            case NEG -> Field.negate(x.get(0));
            case POW -> Field.power(x.get(0), x.get(1));
            case LT, LE, GT, GE, EQ, NE -> Field.compare(node.primitive().symbol(), x.get(0), x.get(1));
            case AND -> x.get(0).and(x.get(1));
            case OR -> x.get(0).or(x.get(1));
            case NOT -> BigInteger.ONE.subtract(x.get(0));
            default -> Field.function(node.primitive().symbol(), x);
        };
    }

    private static BigInteger fraction(int p, int q) {
        return Field.divide(BigInteger.valueOf(p), BigInteger.valueOf(q));
    }
}
