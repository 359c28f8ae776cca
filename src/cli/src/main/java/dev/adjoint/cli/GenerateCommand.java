package dev.adjoint.cli;

import dev.adjoint.cli.files.StagedFiles;
import dev.adjoint.driver.Analysis;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.driver.JavaSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adjoint generate}: writes Java. */
@Command(
        name = "generate",
        description = "Write the Java classes of models; nothing is written if any model has errors.",
        footer = {
            "",
            "The classes need the adjoint-runtime jar and nothing else.",
            "",
            "Example:",
            "  adjoint generate nn/*.nn --output src/main/java --package com.example.model"
        })
final class GenerateCommand extends Subcommand {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Model files; those with functions only are checked.")
    private List<Path> files;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            required = true,
            description = "Source folder to write below; made if it does not exist.")
    private Path output;

    @Option(
            names = "--package",
            paramLabel = "NAME",
            defaultValue = "model",
            description = "Java package of the classes (default: ${DEFAULT-VALUE}).")
    private String packageName;

    @Option(
            names = "--wrt",
            paramLabel = "NAMES",
            split = ",",
            description = "Inputs or targets whose gradients the classes compute too, separated by commas.")
    private List<String> wrt = List.of();

    @Mixin
    private AdditionsOption additions;

    @Override
    void run() {
        if (!SourceVersion.isName(packageName)) {
            throw usage("Invalid value for option '--package': '" + packageName + "' is not a Java package name");
        }
        Map<Path, String> sources = new LinkedHashMap<>();
        for (CompiledModel model : compileAll()) {
            for (JavaSource source : model.generate(packageName, wrt)) {
                if (sources.putIfAbsent(output.resolve(source.path()), source.text()) != null) {
                    throw new RunFailure("two of the files make " + source.path() + ": rename one of the models");
                }
            }
        }
        try (StagedFiles staged = new StagedFiles()) {
            sources.forEach((path, text) -> {
                StagedFiles.makeFolder(path.getParent());
                staged.stage(path, text.getBytes(StandardCharsets.UTF_8));
            });
            staged.commit();
        }
        sources.keySet().forEach(path -> out().println(path));
    }

    private List<CompiledModel> compileAll() {
        List<CompiledModel> models = new ArrayList<>();
        int invalid = 0;
        for (Path file : files) {
            Analysis analysis = analyse(file, additions);
            Optional<CompiledModel> model = analysis.model();
            model.ifPresent(models::add);
            invalid += analysis.ok() ? 0 : 1;
        }
        if (invalid > 0) {
            throw new RunFailure("nothing written: " + invalid + " of " + files.size() + " files "
                    + (invalid == 1 ? "has" : "have") + " errors");
        }
        return models;
    }
}
