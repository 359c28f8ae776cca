package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The matrix products of examples, forward and both adjoints, go to the runtime's kernel: none is a loop nest. */
class PlannedProductsTest {
    /**
     * Counted by hand. Of {@code mlp-regression}, widened to be worth it, the hidden layer and its weights' adjoint: the one
     * of the input is not asked for. Of {@code classifier} two layers without the input's adjoint; the third is too small. Of
     * {@code lenet} five layers, all adjoints but that of the image. A block of {@code transformer} has eight products; its
     * adjoint computes seven of them again, and two adjoints of each of the eight.
     */
    @ParameterizedTest
    @CsvSource({
        "mlp-regression, lossAndGradient:, 2",
        "classifier, lossAndGradient:, 5",
        "lenet, lossAndGradient:, 14",
        "transformer, routine block, 8",
        "transformer, routine d_block, 23"
    })
    void productsAreMultiplications(String example, String pass, long products) throws IOException {
        Path file = Path.of("..", "..", "examples", example, example + ".nn");
        String text = Files.readString(file).replace("hidden = 13", "hidden = 64");
        String program = Adjoint.analyse(new SourceFile(example + ".nn", text))
                .model()
                .orElseThrow()
                .dump(Stage.PROGRAM);
        String planned = program.substring(program.indexOf("\n" + pass) + 1);
        long found = planned.lines()
                .skip(1)
                .takeWhile(line -> line.startsWith(" "))
                .filter(line -> line.strip().startsWith("multiplication"))
                .count();
        assertThat(found).isEqualTo(products);
    }
}
