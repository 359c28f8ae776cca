package dev.adjoint.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.maven.Manifest.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestTest {
    @TempDir
    private Path folder;

    @Test
    void isReadAsItWasWritten() throws IOException {
        Manifest manifest = new Manifest(List.of(
                new Entry(
                        "a/my model.nn",
                        "12ab",
                        List.of("a/my model.nn", "../lib.nn"),
                        List.of("a/A.java", "a/B.java")),
                new Entry("lib.nn", "", List.of("lib.nn"), List.of()),
                new Entry("z.nn", "ff", List.of("z.nn"), List.of("model/Z.java"))));
        Path file = folder.resolve("not/yet/there.manifest");
        manifest.write(file);
        assertThat(Manifest.read(file)).isEqualTo(manifest);
        assertThat(manifest.writes()).containsExactly("a/A.java", "a/B.java", "model/Z.java");
    }

    @Test
    void isEmptyBeforeTheFirstRun() throws IOException {
        assertThat(Manifest.read(folder.resolve("none"))).isEqualTo(new Manifest(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "something else\n", "HEADER\nfingerprint 12\n", "HEADER\nmodel a\nmodel b\nfingerprint 12\n"
            })
    void isNotGuessedFromAnotherFile(String text) throws IOException {
        Path file = folder.resolve("manifest");
        new Manifest(List.of()).write(file);
        String header = Files.readString(file).strip();
        Files.writeString(file, text.replace("HEADER", header));
        assertThatThrownBy(() -> Manifest.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mvn clean");
    }
}
