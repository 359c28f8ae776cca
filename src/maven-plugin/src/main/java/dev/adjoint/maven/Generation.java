package dev.adjoint.maven;

import dev.adjoint.driver.Adjoint;
import dev.adjoint.driver.Analysis;
import dev.adjoint.driver.CompiledModel;
import dev.adjoint.driver.JavaSource;
import dev.adjoint.driver.QuestionException;
import dev.adjoint.maven.Manifest.Entry;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Brings the generated Java of a folder of model files up to date.
 *
 * <p>A file is analysed again if it, a file it imports, the settings, the generator or one of its generated files changed.
 * Nothing is written if any file has an error; a generated file is written only if its bytes differ, so that later steps
 * of a build see no change where there is none. Not thread-safe; instances for different manifests are independent.
 */
final class Generation {
    /** Of a file that is analysed in every run, so that its warnings stay in sight. */
    private static final String NONE = "";

    private final Settings settings;
    private final List<Path> analysed = new ArrayList<>();
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private final Set<String> withProblems = new HashSet<>();
    private final Map<String, String> writers = new HashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    private Generation(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param sourceDirectory holds the model files; absolute
     * @param models the model files in it, absolute and normalised, in the order in which they are worked on
     * @param outputDirectory a source root
     * @param manifest file that remembers the last run
     * @param inputGradients inputs or targets whose gradients are generated as well
     * @param generator version of the generator
     * @param failOnWarning whether warnings are as bad as errors
     */
    record Settings(
            Path sourceDirectory,
            List<Path> models,
            Path outputDirectory,
            Path manifest,
            Packages packages,
            List<String> inputGradients,
            String generator,
            boolean failOnWarning) {}

    /** @throws IOException if a file cannot be read, written or deleted */
    static Outcome run(Settings settings) throws IOException {
        return new Generation(settings).run();
    }

    private Outcome run() throws IOException {
        Manifest before = Manifest.read(settings.manifest());
        List<Entry> entries = new ArrayList<>();
        for (Path model : settings.models()) {
            Optional<Entry> known = before.entry(relative(model));
            entries.add(known.isPresent() && isUpToDate(known.get()) ? known.get() : analyse(model));
        }
        entries.forEach(this::rejectSharedOutputs);
        boolean failed = problems.values().stream().anyMatch(p -> p.isError() || settings.failOnWarning());
        List<Path> changed = new ArrayList<>();
        if (!failed) {
            changed.addAll(write());
            changed.addAll(deleteStale(before, entries));
            remember(entries);
        }
        return new Outcome(settings.models().size(), analysed, List.copyOf(problems.values()), changed, failed);
    }

    // ---- Reading

    /** A snapshot of the generator may change under the same version. */
    private boolean isUpToDate(Entry entry) throws IOException {
        return !settings.generator().endsWith("-SNAPSHOT")
                && entry.fingerprint().equals(fingerprint(entry));
    }

    private Entry analyse(Path model) {
        analysed.add(model);
        Analysis analysis = Adjoint.analyse(model);
        analysis.diagnostics().forEach(diagnostic -> report(Problem.of(diagnostic)));
        if (!analysis.diagnostics().isEmpty()) {
            withProblems.add(relative(model));
        }
        List<JavaSource> generated =
                analysis.model().map(compiled -> generate(model, compiled)).orElse(List.of());
        generated.forEach(source -> texts.put(source.path(), source.text()));
        return new Entry(
                relative(model),
                NONE,
                analysis.sources().stream().map(this::relative).toList(),
                generated.stream().map(JavaSource::path).toList());
    }

    private List<JavaSource> generate(Path file, CompiledModel model) {
        String packageName = settings.packages().of(settings.sourceDirectory().relativize(file));
        if (!SourceVersion.isName(packageName)) {
            report(Problem.of(
                    file,
                    "'" + packageName + "' is no name of a Java package; rename the folder or configure packageName"));
            return List.of();
        }
        try {
            return model.generate(packageName, settings.inputGradients());
        } catch (QuestionException e) {
            report(Problem.of(file, e.getMessage()));
            return List.of();
        }
    }

    private void rejectSharedOutputs(Entry entry) {
        for (String path : entry.writes()) {
            String other = writers.putIfAbsent(path, entry.file());
            if (other != null) {
                Path file = settings.sourceDirectory().resolve(entry.file());
                report(Problem.of(file, "its class " + path + " is that of " + other + "; rename one of the models"));
            }
        }
    }

    /** A file and one that imports it report the same problem. */
    private void report(Problem problem) {
        problems.putIfAbsent(problem.text(), problem);
    }

    // ---- Writing

    private List<Path> write() throws IOException {
        List<Path> changed = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = settings.outputDirectory().resolve(text.getKey());
            byte[] bytes = text.getValue().getBytes(StandardCharsets.UTF_8);
            if (!Files.isRegularFile(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
                changed.add(file);
            }
        }
        return changed;
    }

    private List<Path> deleteStale(Manifest before, List<Entry> entries) throws IOException {
        Set<String> stale = before.writes();
        stale.removeAll(new Manifest(entries).writes());
        List<Path> deleted = new ArrayList<>();
        for (String path : stale) {
            Path file = settings.outputDirectory().resolve(path);
            if (Files.deleteIfExists(file)) {
                deleted.add(file);
            }
        }
        return deleted;
    }

    private void remember(List<Entry> entries) throws IOException {
        List<Entry> remembered = new ArrayList<>();
        for (Entry entry : entries) {
            String fingerprint = withProblems.contains(entry.file()) ? NONE : fingerprint(entry);
            remembered.add(new Entry(entry.file(), fingerprint, entry.reads(), entry.writes()));
        }
        new Manifest(remembered).write(settings.manifest());
    }

    /** Of all that decides whether the entry's generated files are what they would be if they were generated now. */
    private String fingerprint(Entry entry) throws IOException {
        Fingerprint fingerprint = new Fingerprint()
                .add(settings.generator())
                .add(settings.packages().toString())
                .add(settings.inputGradients().toString())
                .add(entry.file());
        for (String path : entry.reads()) {
            fingerprint.add(settings.sourceDirectory().resolve(path));
        }
        for (String path : entry.writes()) {
            fingerprint.add(settings.outputDirectory().resolve(path));
        }
        return fingerprint.hex();
    }

    private String relative(Path source) {
        return settings.sourceDirectory().relativize(source).toString().replace(File.separatorChar, '/');
    }
}
