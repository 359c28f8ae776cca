package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What textbooks derive by hand appears in their notation. */
class NotationTest {
    private static Derivation derive(String example, int order, String... wrt) {
        Path file = Path.of("..", "..", "examples").resolve(example + ".nn");
        return Adjoint.analyse(file).model().orElseThrow().derive("loss", List.of(wrt), order);
    }

    /** M. Nielsen, "Neural Networks and Deep Learning", 2015, chapter 2: BP1, BP2 and BP4. */
    @Test
    void backpropagationIsARecursionOfDeltas() {
        Derivation layered = derive("layered/layered", 1, "w1", "b1", "w2", "w3");
        assertThat(layered.unicode())
                .contains("δ_z₃ = σ′(z₃) ⊙ (a₃ − y)", "δ_z₂ = σ′(z₂) ⊙ (w₃ᵀ δ_z₃)", "∂loss/∂w₂ = δ_z₂ a₁ᵀ");
        assertThat(layered.latex())
                .contains(
                        "\\delta_{z_{1}} &= \\sigma'\\left(z_{1}\\right) \\odot \\left({w_{2}}^{\\top} \\, \\delta_{z_{2}}\\right)");
        assertThat(layered.text()).contains("z1   = x @ transpose(w1) + b1", "d loss/d w2 = transpose(d_z2) @ a1");
    }

    @Test
    void theGradientOfCrossEntropyIsPMinusY() {
        assertThat(derive("classifier/classifier", 1, "b3").text())
                .contains("(softmax[classes](logits) - one_hot(y, classes))/n");
    }

    @Test
    void conditionsThatOnlyGuardAreNotWritten() {
        String text = derive("classifier/classifier", 1, "w1").text();
        assertThat(text).containsOnlyOnce("if ").doesNotContain("then 1 else 0");
    }

    @Test
    void noNameOfASheetMeansTwoThings() {
        List<String> names = derive("dag/dag", 1, "measure.w", "measure.dense.W", "measure.dense.b").where().stream()
                .map(Derivation.Definition::name)
                .toList();
        assertThat(names).doesNotHaveDuplicates().anyMatch(name -> name.startsWith("scale(point, *)"));
    }

    @Test
    void sumsOverSamplesAreMeansInSecondDerivativesToo() {
        assertThat(derive("softplus/softplus", 2, "w11", "w21").text()).doesNotContain("/n");
    }
}
