package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import dev.adjoint.runtime.Tensor;
import dev.adjoint.source.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What evaluation gives beside outputs and loss. */
class MetricsTest {
    private Model model;

    /** X = [1 2; 3 4], y = (1, 2), w = (1, 1): predictions 3 and 7, errors 2 and 5. */
    @BeforeEach
    void load() {
        Analysis analysis = Adjoint.analyse(new SourceFile("metrics.nn", """
                model M {
                  dim    n, k = 2
                  input  x[n, k]
                  target y[n]
                  param  w[k] = 1
                  output yhat      = x @ w
                  metric error     = mean(abs(yhat - y))
                  metric twice     = 2 * loss
                  metric curvature = hessian(loss, w)
                  metric change    = tangent(gradient(loss, w), w, w)
                  loss   mean((yhat - y)^2)
                }
                """));
        assertThat(analysis.diagnostics()).isEmpty();
        model = analysis.model().orElseThrow().load(List.of());
        model.parameters().initialise(0);
        model.bind(Map.of("x", new Tensor(List.of(2, 2), RealArray.of(1.0, 2, 3, 4)), "y", Tensor.vector(1, 2)));
    }

    @Test
    void areComputedByEvaluation() {
        assertThat(model.forward()).isEqualTo(14.5);

        assertThat(elements("error")).containsExactly(3.5);
        assertThat(elements("twice")).containsExactly(29);
        // 2/n X^T X, and that times w.
        assertThat(elements("curvature")).containsExactly(new double[] {10, 14, 14, 20}, within(1e-14));
        assertThat(model.output("curvature").sizes()).containsExactly(2, 2);
        assertThat(elements("change")).containsExactly(new double[] {24, 34}, within(1e-14));
    }

    @Test
    void areNoneOfPrediction() {
        model.forward();
        model.predict();

        assertThat(elements("yhat")).containsExactly(3, 7);
        assertThatThrownBy(() -> model.output("error"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("forward");
    }

    @Test
    void standInTheSignature() {
        Signature signature = model.signature();

        assertThat(signature.outputs()).extracting(Signature.Value::name).containsExactly("yhat");
        assertThat(signature.metrics())
                .extracting(Signature.Value::name)
                .containsExactly("error", "twice", "curvature", "change");
    }

    private double[] elements(String name) {
        Tensor value = model.output(name);
        return Arrays.copyOf(value.values().toDoubles(), value.count());
    }
}
