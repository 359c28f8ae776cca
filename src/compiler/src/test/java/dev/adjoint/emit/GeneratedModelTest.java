package dev.adjoint.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Tensor;
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
    void show() {
        SampleModels.celsius().emit().forEach(f -> System.out.println(f.text()));
        SampleModels.softplus().emit().forEach(f -> System.out.println(f.text()));
        System.out.println(SampleModels.softplus().program().describe());
    }
}
