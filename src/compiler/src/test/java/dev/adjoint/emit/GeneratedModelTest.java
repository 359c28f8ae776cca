package dev.adjoint.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.Index;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.SizeSum;
import dev.adjoint.expr.Variable;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GeneratedModelTest {
    @Test
    void oneStepOfTheTutorial() {
        Model model = SampleModels.celsius().load();
        model.parameters().flat().set(0, 1);
        model.bind(Map.of("x", Tensor.vector(2.1), "y", Tensor.vector(4)));
        RealArray gradient = RealArray.of(0.0, 0.0);

        double loss = model.lossAndGradient(gradient);

        assertThat(loss).isEqualTo(3.61, within(1e-15));
        assertThat(gradient.get(0)).isEqualTo(-7.98, within(1e-14));
        assertThat(gradient.get(1)).isEqualTo(-3.8, within(1e-14));
        assertThat(model.forward()).isEqualTo(loss);
        RealArray again = RealArray.of(0.0, 0.0);
        model.backward(again);
        assertThat(again.toDoubles()).containsExactly(gradient.toDoubles());
    }

    @Test
    void singlePrecisionFrozenParametersAndInputGradients() {
        ModelBuilder m = new ModelBuilder("Single").precision(Precision.F32);
        Axis n = m.dim("n");
        Variable x = m.input("x", n);
        Variable offset = m.frozen("offset", 1);
        Variable w = m.param("w", 2);
        Node h = m.dag.exp(m.mul(w, x));
        m.output("h", h);
        m.loss(m.sum(m.add(h, offset), n));
        m.gradient(w, m.sum(m.mul(h, x), n)).gradient(x, m.mul(h, w));
        Model model = m.load();
        model.parameters().flat().set(0, 2);
        model.parameters().flat().set(1, 10);
        model.bind(Map.of("x", new Tensor(List.of(2), RealArray.of(0f, 0.5f))));
        RealArray gradient = RealArray.of(0f);

        // exp(0) + exp(1) + 2·10; the derivative is 0.5·e; with respect to x, 2 and 2e.
        assertThat(model.lossAndGradient(gradient)).isEqualTo(21 + Math.E, within(2e-6));
        assertThat(gradient.get(0)).isEqualTo(Math.E / 2, within(2e-7));
        assertThat(model.inputGradient("x").values().get(1)).isEqualTo(2 * Math.E, within(1e-6));
        assertThatThrownBy(() -> model.inputGradient("w")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFirstElementsOfRowsAreNoRenaming() {
        ModelBuilder m = new ModelBuilder("Part");
        Axis n = m.dim("n");
        Axis k = m.dim("k", 3);
        Axis part = m.dim("part", 2);
        Variable x = m.input("x", n, k);
        m.output("y", m.dag.rename(x, Map.of(k, part)));
        m.loss(m.sum(x, n, k));
        Model model = m.load();
        model.bind(Map.of("x", new Tensor(List.of(2, 3), RealArray.of(0.0, 1, 2, 3, 4, 5))));

        model.predict();

        assertThat(model.output("y").values().toDoubles()).startsWith(0, 1, 3, 4);
    }

    @Test
    void theBranchNotTakenDoesNotLeak() {
        ModelBuilder m = new ModelBuilder("Root");
        Axis n = m.dim("n");
        Variable x = m.input("x", n);
        Variable w = m.param("w", 1);
        Node z = m.mul(w, x);
        Node root = m.dag.apply(Primitive.LOG, z);
        Node value = m.dag.select(m.dag.gt(x, m.c(0)), m.add(root, m.dag.exp(root)), m.c(0));
        m.loss(m.sum(value, n)).gradient(w, m.sum(value, n));
        Model model = m.load();
        model.parameters().flat().set(0, 1);
        model.bind(Map.of("x", Tensor.vector(-1, 0, 1)));

        assertThat(model.forward()).isEqualTo(1);
    }

    @Test
    void lengthsThatContradictAreNamed() throws ReflectiveOperationException {
        Model model = SampleModels.celsius().load();
        var method = model.getClass().getMethod("forward", double[].class, double[].class);

        assertThatThrownBy(() -> method.invoke(model, new double[3], new double[4]))
                .hasRootCauseMessage("x has 3 elements, y has 4: both run over n");
        assertThatThrownBy(() -> model.bind(Map.of("x", Tensor.vector(1, 2), "y", Tensor.vector(1))))
                .hasMessage("x has 2 elements, y has 1: both run over n");
    }

    @Test
    void aStepAllocatesNothingOnceWarm() {
        Model model = SampleModels.softplus().load();
        model.bind(Map.of("x", Tensor.vector(new double[100]), "y", Tensor.vector(new double[100])));
        RealArray gradient = RealArray.allocate(Precision.F64, 7);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] allocated = new long[3];
        for (int round = 0; round < allocated.length; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                model.lossAndGradient(gradient);
                model.forward();
                model.backward(gradient);
                model.predict();
            }
            allocated[round] = threads.getCurrentThreadAllocatedBytes() - before;
        }

        // Measuring itself allocates a little; one array of 100 elements in each step would be 800,000 bytes.
        assertThat(allocated[2]).isLessThan(10_000);
    }

    @Test
    void aSizeThatOthersDetermineIsChecked() {
        ModelBuilder m = new ModelBuilder("Derived");
        Axis n = m.dim("n");
        Axis half = Axis.of(new Dim("half", Extent.of(SizeSum.of(n.dim()), 2)));
        Variable x = m.input("x", n);
        Variable y = m.input("y", half);
        Variable w = m.param("w", 1);
        Node z = m.add(m.sum(m.mul(w, x), n), m.sum(y, half));
        Model model = m.loss(z).gradient(w, m.sum(x, n)).load();
        model.parameters().flat().set(0, 2);

        model.bind(Map.of("x", Tensor.vector(1, 2, 3, 4, 5), "y", Tensor.vector(10, 20)));
        assertThat(model.forward()).isEqualTo(60);
        assertThatThrownBy(() -> model.bind(Map.of("x", Tensor.vector(1, 2, 3), "y", Tensor.vector(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("y has 2 elements along half, which is 1 for this data");
    }

    @Test
    void aComputedIndexOutsideIsRejected() {
        ModelBuilder m = new ModelBuilder("Lookup");
        Axis n = m.dim("n");
        Axis words = m.dim("words", 3);
        Variable ids = m.input("ids", n);
        Variable table = m.param("table", 1, words);
        Node found = m.dag.access(table, Map.of(words, new Index.Computed(1)), List.of(ids), true);
        Node counts = m.dag.scatter(m.c(1), List.of(words), List.of(ids), List.of(n));
        Model model = m.loss(m.sum(found, n)).gradient(table, counts).load();
        for (int i = 0; i < 3; i++) {
            model.parameters().flat().set(i, i + 1);
        }
        RealArray gradient = RealArray.allocate(Precision.F64, 3);

        model.bind(Map.of("ids", Tensor.vector(2, 0, 2)));
        assertThat(model.lossAndGradient(gradient)).isEqualTo(3 + 1 + 3);
        assertThat(gradient.toDoubles()).containsExactly(1, 0, 2);
        model.bind(Map.of("ids", Tensor.vector(3)));
        assertThatThrownBy(model::forward)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'words'");
    }

    @Test
    void aLambdaThatIsCalledOftenIsOneClass() {
        ModelBuilder m = new ModelBuilder("Stacked");
        Axis n = m.dim("n");
        Variable x = m.dag.variable(Role.FORMAL, "layer.x", Shape.of(n));
        Variable w = m.dag.variable(Role.FORMAL, "layer.w", Shape.SCALAR);
        Lambda layer = new Lambda("layer", List.of(x, w), List.of(m.dag.sin(m.mul(w, x))));
        Node value = m.input("x", n);
        for (int i = 0; i < 48; i++) {
            Variable weight = m.param("w" + i, 0.5);
            value = m.dag.result(m.dag.call(layer, List.of(value, weight)), 0);
            m.gradient(weight, m.sum(value, n));
        }
        m.loss(m.sum(value, n));

        String source = m.emit().stream()
                .filter(file -> file.className().endsWith("Backward"))
                .findFirst()
                .orElseThrow()
                .text();

        assertThat(source).containsOnlyOnce("class Layer").containsOnlyOnce("Math.sin");
    }

    @Test
    void theSameModelGivesTheSameBytes() {
        assertThat(SampleModels.softplus().emit())
                .isEqualTo(SampleModels.softplus().emit());
    }
}
