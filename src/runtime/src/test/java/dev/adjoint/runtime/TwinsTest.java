package dev.adjoint.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels are written once for each precision, since Java has no generic arithmetic; a change to one must reach the other. */
class TwinsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Contraction", "Tiles", "Panels", "Lanes"})
    void differInPrecisionOnly(String kernel) throws IOException {
        assertThat(withoutPrecision(source("Float" + kernel))).isEqualTo(withoutPrecision(source("Double" + kernel)));
    }

    private static String source(String type) throws IOException {
        return Files.readString(Path.of(System.getProperty("adjoint.root"))
                .resolve("src/runtime/src/main/java/dev/adjoint/runtime")
                .resolve(type + ".java"));
    }

    /** Names of types and casts gone, and with them the formatter's reasons to break a line here or there. */
    private static String withoutPrecision(String source) {
        return source.replaceAll("\\((float|double)\\) ?", "")
                .replaceAll("Float|Double|float|double|single", "")
                .replaceAll("[\\s()*]+", "");
    }
}
