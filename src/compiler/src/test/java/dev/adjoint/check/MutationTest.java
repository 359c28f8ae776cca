package dev.adjoint.check;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.adjoint.lower.Lowering;
import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the text, the compiler answers with diagnostics or a model, never with an exception. */
class MutationTest {
    private static final int MUTATIONS = 20;
    private static final int LONGEST_CUT = 12;

    @ParameterizedTest
    @MethodSource
    void neverThrows(Path file) throws IOException {
        String text = Files.readString(file);
        Random random = new Random(text.hashCode());
        for (int i = 0; i < MUTATIONS; i++) {
            String mutant = mutate(text, random);
            assertThatCode(() -> compile(file, mutant)).as(mutant).doesNotThrowAnyException();
        }
    }

    static Stream<Path> neverThrows() {
        return Stream.of("good", "bad").flatMap(Compilation::corpus);
    }

    private static void compile(Path file, String text) {
        Compilation compilation = Compilation.of(new SourceFile(file.toString(), text));
        compilation.diagnostics().render();
        compilation.model().ifPresent(model -> Lowering.lower(model, compilation.diagnostics()));
    }

    /** Cuts a piece out, or cuts the end off, or copies a piece to another place, perhaps several times. */
    private static String mutate(String text, Random random) {
        String mutant = text;
        int rounds = 1 + random.nextInt(3);
        for (int i = 0; i < rounds && !mutant.isEmpty(); i++) {
            int start = random.nextInt(mutant.length());
            int end = Math.min(mutant.length(), start + 1 + random.nextInt(LONGEST_CUT));
            int place = random.nextInt(mutant.length());
            mutant = switch (random.nextInt(4)) {
                case 0 -> mutant.substring(0, start);
                case 1 -> mutant.substring(0, start) + mutant.substring(end);
                default -> mutant.substring(0, place) + mutant.substring(start, end) + mutant.substring(place);
            };
        }
        return mutant;
    }
}
