package dev.adjoint.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Printing is linear in the DAG, whatever its shape, and no line is longer than one reads. */
final class LargeDagTest {
    private static final int LONGEST_LINE = 130;
    private final Dag dag = new Dag();
    private final Node x = dag.variable(Role.INPUT, "x", Shape.SCALAR);

    static Stream<Named<IntFunction<Node>>> shapes() {
        return Stream.of(
                Named.of("doubling", size -> new LargeDagTest().doubling(size / 10)),
                Named.of("squaring", size -> new LargeDagTest().squaring(size / 10)),
                Named.of("deep", size -> new LargeDagTest().deep(size)),
                Named.of("deep and signed", size -> new LargeDagTest().deepAndSigned(size)),
                Named.of("chain of sums", size -> new LargeDagTest().chain(Primitive.ADD, size)),
                Named.of("chain of products", size -> new LargeDagTest().chain(Primitive.MUL, size)),
                Named.of("chain of quotients", size -> new LargeDagTest().chain(Primitive.DIV, size)),
                Named.of("chain of differences", size -> new LargeDagTest().chain(Primitive.SUB, size)),
                Named.of("chain of conditions", size -> new LargeDagTest().conditions(size)),
                Named.of("wide sum", size -> new LargeDagTest().wide(Primitive.ADD, size)),
                Named.of("wide product", size -> new LargeDagTest().wide(Primitive.MUL, size)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sheetsGrowWithTheDag(IntFunction<Node> shape) {
        String small = sheet(shape.apply(10_000)).render(Notation.TEXT);
        String large = sheet(shape.apply(20_000)).render(Notation.TEXT);
        // Twice the nodes, and names of one digit more.
        assertThat(large.length()).isBetween(small.length() * 3 / 2, small.length() * 5 / 2);
        assertThat(large.length()).isLessThan(1_000_000);
        assertThat(large.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(LONGEST_LINE));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void linesStayShort(IntFunction<Node> shape) {
        String line = new Formulas(Map.of()).line(shape.apply(20_000), 80, Notation.TEXT);
        assertThat(line).hasSizeBetween(2, 90).contains("…");
    }

    private static FormulaSheet sheet(Node root) {
        return new Formulas(Map.of()).sheet(Map.of("f", root));
    }

    /** x + x*x, again and again: as a tree, 3^levels leaves. */
    private Node doubling(int levels) {
        Node node = x;
        for (int i = 0; i < levels; i++) {
            node = dag.add(node, dag.mul(node, node));
        }
        return node;
    }

    private Node squaring(int levels) {
        Node node = x;
        for (int i = 0; i < levels; i++) {
            node = dag.mul(dag.sin(node), dag.cos(node));
        }
        return node;
    }

    private Node deep(int depth) {
        Node node = x;
        for (int i = 0; i < depth; i++) {
            node = dag.sin(node);
        }
        return node;
    }

    private Node deepAndSigned(int depth) {
        Node node = x;
        for (int i = 0; i < depth; i++) {
            node = dag.neg(dag.pow(node, dag.constant(-2)));
        }
        return node;
    }

    private Node chain(Primitive primitive, int length) {
        Node node = term(0);
        for (int i = 1; i < length; i++) {
            node = dag.apply(primitive, node, term(i));
        }
        return node;
    }

    private Node conditions(int length) {
        Node node = x;
        for (int i = 1; i < length; i++) {
            node = dag.select(dag.gt(x, dag.constant(i)), term(i), node);
        }
        return node;
    }

    private Node wide(Primitive primitive, int size) {
        List<Node> terms = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            terms.add(term(i));
        }
        return dag.apply(primitive, terms);
    }

    private Node term(int index) {
        return dag.sin(dag.mul(dag.constant(index + 2), x));
    }
}
