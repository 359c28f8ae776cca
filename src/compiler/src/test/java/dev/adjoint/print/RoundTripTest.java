package dev.adjoint.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is printed, read by the grammar, means what was printed: on random expressions, in exact arithmetic. */
final class RoundTripTest {
    private static final int EXPRESSIONS = 2000;
    private static final int SAMPLES = 3;
    private static final double[] CONSTANTS = {
        1, -1, 2, -2, 3, 0.5, -0.5, 0.25, 1.5, -0.1, 1e-7, -3e20, 1 / 3.0, 5 / 7.0, Math.PI, -2 * Math.PI, Math.PI / 2
    };
    private static final List<Primitive> PRIMITIVES = Arrays.asList(Primitive.values());

    private final Dag dag = new Dag();
    private final Axis n = Axis.of(Dim.unbound("n"));
    private final Node ids = dag.variable(Role.INPUT, "ids", Shape.of(n));
    private final List<Node> reals = new ArrayList<>();
    private final List<Node> truths = new ArrayList<>();
    private final Map<String, TextReader.Value> values = new HashMap<>();

    static IntStream seeds() {
        return IntStream.range(0, EXPRESSIONS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void formulasMeanWhatTheyPrint(int seed) {
        Random random = new Random(seed);
        grow(random);
        Node root = reals.get(reals.size() - 1);
        Map<Node, String> names = new HashMap<>();
        if (random.nextBoolean()) {
            names.put(reals.get(random.nextInt(reals.size())), "yhat");
        }
        FormulaSheet sheet = new Formulas(names).sheet(Map.of("root", root));

        for (FormulaSheet.Definition definition : sheet.where(Notation.TEXT)) {
            values.put(definition.name(), TextReader.read(definition.formula(), values, SAMPLES));
        }
        String text = sheet.formulas(Notation.TEXT).get(0).formula();
        TextReader.Value printed = TextReader.read(text, values, SAMPLES);
        TextReader.Value meant = new NodeValues(values, SAMPLES).of(root);
        for (int i = 0; i < SAMPLES; i++) {
            assertThat(printed.at(i)).as(sheet.render(Notation.TEXT)).isEqualTo(meant.at(i));
        }
        assertWellFormed(sheet.render(Notation.LATEX));
    }

    /** Braces nest, and every left delimiter and environment has its partner. */
    private static void assertWellFormed(String latex) {
        int depth = 0;
        for (char c : latex.toCharArray()) {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            assertThat(depth).as(latex).isNotNegative();
        }
        assertThat(depth).as(latex).isZero();
        assertThat(count(latex, "\\left(") + count(latex, "\\left|"))
                .as(latex)
                .isEqualTo(count(latex, "\\right)") + count(latex, "\\right|"));
        assertThat(count(latex, "\\begin{")).as(latex).isEqualTo(count(latex, "\\end{"));
        assertThat(latex).doesNotContain("null");
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    private void grow(Random random) {
        variable(Role.INPUT, "x", Shape.of(n), random);
        variable(Role.TARGET, "y", Shape.of(n), random);
        variable(Role.PARAMETER, "w", Shape.SCALAR, random);
        values.put("pi", i -> Field.PI);
        BigInteger[] places = new BigInteger[SAMPLES];
        Arrays.setAll(places, i -> BigInteger.valueOf(random.nextInt(SAMPLES)));
        values.put("ids", i -> places[i]);
        truths.add(dag.gt(reals.get(0), reals.get(1)));
        int size = 2 + random.nextInt(24);
        while (dag.size() < size + 5) {
            Node node = random(random);
            (node.type() == ElementType.REAL ? reals : truths).add(node);
        }
    }

    private void variable(Role role, String name, Shape shape, Random random) {
        reals.add(dag.variable(role, name, shape));
        BigInteger[] samples = new BigInteger[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = shape.isScalar() && i > 0 ? samples[0] : new BigInteger(60, random);
        }
        values.put(name, i -> samples[i]);
    }

    private Node random(Random random) {
        int kind = random.nextInt(22);
        if (kind > 19) {
            return indexed(random);
        }
        if (kind == 0) {
            return dag.select(pick(truths, random), pick(reals, random), pick(reals, random));
        }
        if (kind == 1) {
            return dag.reduce(
                    random.nextInt(3) > 0 ? Reduction.SUM : Reduction.LOGSUMEXP, List.of(n), pick(reals, random));
        }
        if (kind == 2) {
            return dag.mul(dag.pow(dag.size(n), dag.constant(-1)), pick(reals, random));
        }
        if (kind < 6) {
            return dag.pow(
                    pick(reals, random),
                    dag.constant(new double[] {2, 3, -1, -2, 0.5, -0.5, 1.5, -1.5}[random.nextInt(8)]));
        }
        // Arithmetic, listed first, is where parentheses go wrong: half of all.
        int arithmetic = Primitive.POW.ordinal() + 1;
        Primitive primitive = PRIMITIVES.get(random.nextInt(kind < 15 ? arithmetic : PRIMITIVES.size()));
        int arity = primitive.arity() == Primitive.MANY ? 2 + random.nextInt(3) : primitive.arity();
        List<Node> operands = new ArrayList<>();
        for (int i = 0; i < arity; i++) {
            boolean isReal = primitive.operandType() == ElementType.REAL;
            operands.add(
                    !isReal
                            ? pick(truths, random)
                            : random.nextInt(3) == 0
                                    ? dag.constant(CONSTANTS[random.nextInt(CONSTANTS.length)])
                                    : pick(reals, random));
        }
        return dag.apply(primitive, operands);
    }

    private Node indexed(Random random) {
        Node array = pick(reals, random);
        if (array.shape().isScalar()) {
            return dag.mul(array, dag.position(n));
        }
        Index.Affine reversed =
                new Index.Affine(Map.of(n, -1), SizeSum.of(n.dim()).plus(-1), 1);
        Index.Affine shifted = new Index.Affine(Map.of(n, 1), SizeSum.of(random.nextInt(5) - 2), 1);
        return switch (random.nextInt(3)) {
            case 0 -> dag.access(array, Map.of(n, reversed), List.of(), true);
            case 1 -> dag.access(array, Map.of(n, new Index.Computed(1)), List.of(ids), true);
            default -> dag.access(array, Map.of(n, shifted), List.of(), false);
        };
    }

    /** The latest more often, so that expressions grow deep. */
    private static Node pick(List<Node> nodes, Random random) {
        int back = Math.min(random.nextInt(nodes.size()), random.nextInt(nodes.size()));
        return nodes.get(nodes.size() - 1 - back);
    }
}
