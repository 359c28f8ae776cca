package dev.adjoint.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.RandomExpressions;
import dev.adjoint.expr.RandomTensors;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduction;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Gradient;
import dev.adjoint.interpret.Interpreter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Adjoints of calls and scans take what the forward pass computed, and mean the same as before. */
final class ResidualsTest {
    private final Dag dag = new Dag();
    private final Axis n = Axis.of(Dim.unbound("n"));
    private final Axis k = Axis.of(Dim.fixed("k", 3));
    private final Variable x = dag.variable(Role.INPUT, "x", Shape.of(n, k));
    private final Variable w = dag.variable(Role.PARAMETER, "w", Shape.of(k));

    /** sum[k](tanh(w·x)) of what is given. */
    private Node body(Node ofX, Node ofW) {
        Node inner = dag.apply(Primitive.TANH, dag.mul(ofX, ofW));
        return dag.exp(dag.reduce(Reduction.SUM, List.of(k), inner));
    }

    private List<Node> roots(Node loss) {
        List<Node> roots = new ArrayList<>(List.of(loss));
        roots.addAll(Gradient.of(dag, loss, List.of(w)).values());
        return roots;
    }

    private List<Node> transformed(List<Node> roots) {
        AxisOrder order = new AxisOrder(List.of(n.dim(), k.dim()), Reachable.from(roots), List.of());
        Map<Node, Node> images = Residuals.of(dag, order, roots);
        return roots.stream().map(images::get).toList();
    }

    @Test
    void theAdjointOfACallTakesResultsOfTheCall() {
        Variable formalX = dag.variable(Role.FORMAL, "layer.x", Shape.of(n, k));
        Variable formalW = dag.variable(Role.FORMAL, "layer.w", Shape.of(k));
        Lambda layer = new Lambda("layer", List.of(formalX, formalW), List.of(body(formalX, formalW)));
        Node y = dag.result(dag.call(layer, List.of(x, w)), 0);
        List<Node> roots = roots(dag.reduce(Reduction.SUM, List.of(n), y));

        List<Node> images = transformed(roots);

        Lambda adjoint = lambda(images, "d_layer");
        Lambda primal = lambda(images, "layer");
        assertThat(operations(lambda(roots, "d_layer"))).contains("exp", "sum[k]");
        assertThat(operations(adjoint)).doesNotContain("exp", "sum[k]");
        assertThat(primal.formals()).isEqualTo(layer.formals());
        assertThat(primal.results())
                .hasSizeGreaterThan(1)
                .startsWith(layer.results().get(0));
        assertThat(images.stream().flatMap(r -> Reachable.from(r).stream()).distinct())
                .filteredOn(node ->
                        node instanceof Call call && call.lambda().name().equals("layer"))
                .as("the primal is called once, for loss and gradient")
                .hasSize(1);
        assertSameValues(roots, images);
    }

    @Test
    void theAdjointOfAScanTakesEmissionsOfTheScan() {
        Variable state = dag.variable(Role.FORMAL, "cell.h", Shape.SCALAR);
        Variable slice = dag.variable(Role.FORMAL, "cell.x", Shape.of(k));
        Variable weight = dag.variable(Role.FORMAL, "cell.w", Shape.of(k));
        Node next = dag.apply(Primitive.ATAN, dag.add(state, body(slice, weight)));
        Lambda cell = new Lambda("cell", List.of(state, slice, weight), List.of(next));
        Scan scan = dag.scan(n, false, 1, 1, cell, List.of(dag.constant(0.5), x, w));
        List<Node> roots = roots(dag.result(scan, scan.last(0)));

        List<Node> images = transformed(roots);

        assertThat(operations(lambda(roots, "d_cell"))).contains("exp", "sum[k]");
        assertThat(operations(lambda(images, "d_cell"))).doesNotContain("exp", "sum[k]");
        assertThat(lambda(images, "cell").results()).hasSizeGreaterThan(1);
        assertSameValues(roots, images);
    }

    @Test
    void randomGradientsStayWhatTheyAre() {
        for (long seed = 0; seed < 400; seed++) {
            Dag own = new Dag();
            RandomExpressions.Sample sample = RandomTensors.of(own, seed);
            List<Node> roots = new ArrayList<>(List.of(sample.loss()));
            roots.addAll(Gradient.of(own, sample.loss(), sample.variables()).values());
            AxisOrder order = new AxisOrder(List.copyOf(sample.sizes().keySet()), allOf(roots), List.of());
            Map<Node, Node> images = Residuals.of(own, order, roots);
            Interpreter interpreter = new Interpreter(sample.sizes(), sample.bindings());
            for (Node root : roots) {
                assertThat(interpreter.evaluate(images.get(root), root.shape()))
                        .as("seed %d", seed)
                        .isEqualTo(interpreter.evaluate(root));
            }
        }
    }

    /** With the bodies of lambdas. */
    private static List<Node> allOf(List<Node> roots) {
        List<Node> all = new ArrayList<>(Reachable.from(roots));
        for (int i = 0; i < all.size(); i++) {
            Lambda lambda = all.get(i) instanceof Call call
                    ? call.lambda()
                    : all.get(i) instanceof Scan scan ? scan.step() : null;
            if (lambda != null) {
                all.addAll(lambda.formals());
                Reachable.from(lambda.results()).stream()
                        .filter(node -> !all.contains(node))
                        .forEach(all::add);
            }
        }
        return all;
    }

    private static Lambda lambda(List<Node> roots, String name) {
        return allOf(roots).stream()
                .map(node -> node instanceof Call call ? call.lambda() : node instanceof Scan scan ? scan.step() : null)
                .filter(lambda -> lambda != null && lambda.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> operations(Lambda lambda) {
        return Reachable.from(lambda.results()).stream().map(Node::operation).toList();
    }

    private void assertSameValues(List<Node> roots, List<Node> images) {
        Interpreter interpreter = new Interpreter(
                Map.of(n.dim(), 2),
                Map.of("x", new double[] {1, -2, 0.5, 0.25, 3, -1}, "w", new double[] {0.5, 1, -1}));
        for (int i = 0; i < roots.size(); i++) {
            double[] expected = interpreter.evaluate(roots.get(i));
            double[] actual = interpreter.evaluate(images.get(i), roots.get(i).shape());
            for (int j = 0; j < expected.length; j++) {
                assertThat(actual[j]).isCloseTo(expected[j], within(1e-15));
            }
        }
    }
}
