package dev.adjoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.runtime.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The Java of {@code examples/} and {@code generated/}. */
final class JavaExamples {
    private JavaExamples() {}

    /** Compiles all of it, as strictly as the build does its own, with nothing but the runtime to go with it. */
    static void compileInto(Path root, Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-Xlint:all", "-Werror"));
        arguments.addAll(List.of("-cp", runtime().toString(), "-d", classes.toString()));
        for (String folder : List.of("generated", "examples")) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
            }
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments.toArray(String[]::new));
        assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    }

    static Path runtime() {
        return Path.of(
                Model.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
