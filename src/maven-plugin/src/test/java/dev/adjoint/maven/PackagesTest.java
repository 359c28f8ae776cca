package dev.adjoint.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PackagesTest {
    @ParameterizedTest
    @CsvSource({
        "x.nn,             , model",
        "a/x.nn,           , a",
        "com/acme/nets/x.nn, , com.acme.nets",
        "x.nn,        fixed.name, fixed.name",
        "a/b/x.nn,    fixed.name, fixed.name",
    })
    void followsTheFolder(String file, String fixed, String expected) {
        Packages packages = new Packages(Optional.ofNullable(fixed), "model");
        assertThat(packages.of(Path.of(file))).isEqualTo(expected);
    }
}
