package dev.adjoint.cli;

import dev.adjoint.driver.CompiledModel;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A subcommand about one model. */
abstract class ModelCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "The model file.")
    private Path file;

    @Mixin
    private AdditionsOption additions;

    final Path file() {
        return file;
    }

    final CompiledModel compile() {
        return compile(file, additions);
    }
}
