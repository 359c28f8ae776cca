package dev.adjoint.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;
import org.codehaus.plexus.util.DirectoryScanner;

/**
 * Generates Java sources from model files. The generated code needs {@code dev.adjoint:adjoint-runtime} and nothing else.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends AbstractMojo {
    /** Where the model files are. */
    @Parameter(property = "adjoint.sourceDirectory", defaultValue = "${project.basedir}/src/main/nn")
    private File sourceDirectory;

    /** Where the Java files go. Added to the project's source roots. */
    @Parameter(
            property = "adjoint.outputDirectory",
            defaultValue = "${project.build.directory}/generated-sources/adjoint")
    private File outputDirectory;

    /** Model files, as patterns below the source directory. A file that only others import may be among them. */
    @Parameter(defaultValue = "**/*.nn")
    private String[] includes;

    /** Files among them to leave out. */
    @Parameter
    private String[] excludes;

    /**
     * The package of all generated classes. By default the folder of a model file names it: {@code src/main/nn/a/b/x.nn}
     * goes to package {@code a.b}.
     */
    @Parameter(property = "adjoint.packageName")
    private String packageName;

    /** The package of model files that lie in no folder. */
    @Parameter(property = "adjoint.defaultPackage", defaultValue = "model")
    private String defaultPackage;

    /** Inputs or targets whose gradients the classes shall also compute. Every model must have them. */
    @Parameter
    private List<String> inputGradients;

    /** Whether a warning about a model file fails the build. */
    @Parameter(property = "adjoint.failOnWarning", defaultValue = "false")
    private boolean failOnWarning;

    /** Whether to do nothing at all. */
    @Parameter(property = "adjoint.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    private final BuildContext context;

    @Inject
    public GenerateMojo(BuildContext context) {
        this.context = context;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped");
            return;
        }
        project.addCompileSourceRoot(outputDirectory.getPath());
        List<Path> models = models();
        models.forEach(model -> context.removeMessages(model.toFile()));
        try {
            report(Generation.run(settings(models)));
        } catch (IOException e) {
            throw new MojoExecutionException("Cannot generate into " + outputDirectory + ": " + e.getMessage(), e);
        }
    }

    private List<Path> models() {
        if (!sourceDirectory.isDirectory()) {
            return List.of();
        }
        DirectoryScanner scanner = new DirectoryScanner();
        scanner.setBasedir(sourceDirectory);
        scanner.setIncludes(includes);
        scanner.setExcludes(excludes);
        scanner.addDefaultExcludes();
        scanner.scan();
        // The order of a folder's listing is the file system's.
        return Arrays.stream(scanner.getIncludedFiles())
                .sorted()
                .map(file -> source().resolve(file))
                .toList();
    }

    private Path source() {
        return sourceDirectory.toPath().toAbsolutePath().normalize();
    }

    private Generation.Settings settings(List<Path> models) {
        Path manifests = Path.of(project.getBuild().getDirectory(), "adjoint");
        return new Generation.Settings(
                source(),
                models,
                outputDirectory.toPath(),
                manifests.resolve(execution.getExecutionId() + ".manifest"),
                new Packages(Optional.ofNullable(packageName), defaultPackage),
                inputGradients == null ? List.of() : inputGradients,
                execution.getVersion(),
                failOnWarning);
    }

    private void report(Outcome outcome) throws MojoFailureException {
        for (Problem problem : outcome.problems()) {
            int severity = problem.isError() ? BuildContext.SEVERITY_ERROR : BuildContext.SEVERITY_WARNING;
            context.addMessage(
                    problem.file().toFile(), problem.line(), problem.column(), problem.message(), severity, null);
        }
        if (outcome.failed()) {
            throw new MojoFailureException(outcome.problems().stream()
                    .map(Problem::text)
                    .collect(Collectors.joining("\n", "model files with problems:\n\n", "")));
        }
        outcome.changed().forEach(file -> context.refresh(file.toFile()));
        getLog().info("Model files: " + outcome.models() + ", generated files written or deleted: "
                + outcome.changed().size());
    }
}
