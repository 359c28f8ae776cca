package dev.adjoint.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.expr.ModelDag;
import dev.adjoint.lower.Lowering;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs without mistakes: nothing is reported, and models lower. */
class GoodCorpusTest {
    @ParameterizedTest
    @MethodSource
    void isAccepted(Path file) {
        Compilation compilation = Compilation.of(file);
        assertThat(compilation.diagnostics().render()).isEmpty();
        boolean hasModel = compilation.files().get(0).text().contains("loss");
        assertThat(compilation.model().isPresent()).isEqualTo(hasModel);
        if (hasModel) {
            ModelDag dag = Lowering.lower(compilation.model().orElseThrow(), compilation.diagnostics());
            assertThat(compilation.diagnostics().render()).isEmpty();
            assertThat(dag.loss().shape().isScalar()).isTrue();
        }
    }

    static Stream<Path> isAccepted() {
        return Compilation.corpus("good");
    }
}
