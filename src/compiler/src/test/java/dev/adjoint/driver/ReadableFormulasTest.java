package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formulas as text may be pasted into the model they come from: the compiler reads them. */
class ReadableFormulasTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "celsius/celsius",
                "classifier/classifier",
                "layered/layered",
                "linear-regression/linear-regression",
                "logistic/logistic",
                "mlp-regression/mlp-regression",
                "scalar/parabola",
                "softplus/softplus"
            })
    void theLanguageReadsWhatIsPrinted(String example) {
        Path file = Path.of("..", "..", "examples").resolve(example + ".nn");
        CompiledModel model = Adjoint.analyse(file).model().orElseThrow();
        List<String> wrt = model.signature().parameters().stream()
                .map(parameter -> parameter.name())
                .toList();
        Derivation derivation = model.derive("loss", wrt, 1);

        List<String> additions = new ArrayList<>();
        for (Derivation.Definition part : derivation.where()) {
            if (!model.values().contains(part.name())) {
                additions.add("let " + part.name() + " = " + part.formula());
            }
        }
        for (int k = 0; k < derivation.formulas().size(); k++) {
            additions.add(
                    "let gradient_" + k + " = " + derivation.formulas().get(k).formula());
        }
        Analysis analysis = Adjoint.analyse(file, additions);

        String errors = analysis.diagnostics().stream().map(Object::toString).collect(Collectors.joining("\n"));
        assertThat(analysis.ok()).as(errors).isTrue();
    }
}
