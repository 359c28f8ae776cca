package dev.adjoint.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on real folders and the real compiler. */
final class GenerationTest {
    private static final String LINE = """
            model Line {
              dim    n
              input  x[n]
              target y[n]
              param  w = 1, b = 0
              output yhat = w*x + b
              loss   mean((yhat - y)^2)
            }
            """;

    private static final String USES_LIBRARY = "import \"lib.nn\"\n" + LINE.replace("w*x", "twice(w*x)");

    private static final String UNKNOWN_NAME = LINE.replace("+ b\n", "+ c\n");

    private static final String UNUSED_PARAMETER = LINE.replace("b = 0", "b = 0, idle = 0");

    @TempDir
    private Path folder;

    private Packages packages = new Packages(Optional.empty(), "model");
    private List<String> inputGradients = List.of();
    private String generator = "1.0";
    private boolean failOnWarning;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve("nn").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Path line(String name) throws IOException {
        return write(name, LINE);
    }

    private Outcome run(Path... models) throws IOException {
        return Generation.run(new Generation.Settings(
                folder.resolve("nn"),
                Arrays.asList(models),
                folder.resolve("java"),
                folder.resolve("run.manifest"),
                packages,
                inputGradients,
                generator,
                failOnWarning));
    }

    private List<Path> generated() throws IOException {
        Path java = folder.resolve("java");
        if (Files.notExists(java)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(java)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : generated()) {
            texts.add(Files.readString(file));
        }
        return texts;
    }

    @Test
    void writesClassesIntoThePackageOfTheFolder() throws IOException {
        Outcome outcome = run(line("com/acme/line.nn"), write("top.nn", LINE.replace("Line", "Top")));
        assertThat(outcome.failed()).isFalse();
        assertThat(outcome.changed()).containsExactlyInAnyOrderElementsOf(generated());
        assertThat(generated())
                .allMatch(file -> file.startsWith(folder.resolve("java/com/acme"))
                        || file.startsWith(folder.resolve("java/model")))
                .anyMatch(file -> file.endsWith("com/acme/Line.java"))
                .anyMatch(file -> file.endsWith("model/Top.java"));
        assertThat(texts()).anyMatch(text -> text.contains("package com.acme;"));
    }

    @Test
    void generatedTextDoesNotDependOnWhereTheBuildRuns() throws IOException {
        run(line("line.nn"));
        assertThat(texts()).isNotEmpty().noneMatch(text -> text.contains(folder.toString()));
    }

    @Test
    void doesNothingWhenNothingChanged() throws IOException {
        Path line = line("line.nn");
        Path library = write("lib.nn", "fn twice(x) = 2*x\n");
        run(line, library);
        List<String> before = texts();
        Outcome again = run(line, library);
        assertThat(again.analysed()).isEmpty();
        assertThat(again.changed()).isEmpty();
        assertThat(again.models()).isEqualTo(2);
        assertThat(texts()).isEqualTo(before);
    }

    @Test
    void analysesOnlyWhatChanged() throws IOException {
        Path one = line("one.nn");
        Path two = write("two.nn", LINE.replace("Line", "Two"));
        run(one, two);
        write("two.nn", LINE.replace("Line", "Two").replace("w*x", "w*x^2"));
        Outcome again = run(one, two);
        assertThat(again.analysed()).containsExactly(two);
        assertThat(again.changed())
                .isNotEmpty()
                .allMatch(file -> file.toString().contains("Two"));
    }

    @Test
    void rewritesOnlyFilesWhoseBytesDiffer() throws IOException {
        Path line = line("line.nn");
        run(line);
        write("line.nn", LINE + "// a remark\n");
        Outcome again = run(line);
        assertThat(again.analysed()).containsExactly(line);
        assertThat(again.changed()).isEmpty();
        assertThat(run(line).analysed()).isEmpty();
    }

    @Test
    void seesChangesOfImportedFilesAlsoFromOutside() throws IOException {
        Path model = write("line.nn", USES_LIBRARY.replace("lib.nn", "../shared/lib.nn"));
        write("../shared/lib.nn", "fn twice(x) = 2*x\n");
        assertThat(run(model).problems()).isEmpty();
        assertThat(run(model).analysed()).isEmpty();
        write("../shared/lib.nn", "fn twice(x) = x + x + x\n");
        Outcome again = run(model);
        assertThat(again.analysed()).containsExactly(model);
        assertThat(again.changed()).isNotEmpty();
    }

    @Test
    void seesChangesOfSettings() throws IOException {
        Path line = line("line.nn");
        run(line);
        inputGradients = List.of("x");
        assertThat(run(line).changed()).isNotEmpty();
        generator = "1.1";
        assertThat(run(line).analysed()).containsExactly(line);
        packages = new Packages(Optional.of("other"), "model");
        run(line);
        assertThat(generated()).isNotEmpty().allMatch(file -> file.startsWith(folder.resolve("java/other")));
    }

    @Test
    void aSnapshotOfTheGeneratorIsNeverUpToDate() throws IOException {
        generator = "1.1-SNAPSHOT";
        Path line = line("line.nn");
        run(line);
        Outcome again = run(line);
        assertThat(again.analysed()).containsExactly(line);
        assertThat(again.changed()).isEmpty();
    }

    @Test
    void mendsGeneratedFiles() throws IOException {
        Path line = line("line.nn");
        run(line);
        List<String> right = texts();
        Files.writeString(generated().get(0), "edited");
        assertThat(run(line).changed()).containsExactly(generated().get(0));
        Files.delete(generated().get(0));
        assertThat(run(line).changed()).hasSize(1);
        assertThat(texts()).isEqualTo(right);
    }

    @Test
    void deletesItsOwnStaleFilesOnly() throws IOException {
        Path one = line("one.nn");
        Path two = write("two.nn", LINE.replace("Line", "Two"));
        run(one, two);
        Path foreign = Files.writeString(folder.resolve("java/model/Foreign.java"), "package model;");
        List<Path> both = generated();
        Outcome again = run(one);
        assertThat(again.changed())
                .isNotEmpty()
                .allMatch(file -> file.toString().contains("Two"));
        assertThat(generated())
                .contains(foreign)
                .hasSize(both.size() - again.changed().size());
    }

    @Test
    void aLibraryGeneratesNothing() throws IOException {
        Path library = write("lib.nn", "fn twice(x) = 2*x\n");
        Path model = write("line.nn", USES_LIBRARY);
        Outcome outcome = run(library, model);
        assertThat(outcome.problems()).isEmpty();
        assertThat(generated())
                .isNotEmpty()
                .allMatch(file -> file.getFileName().toString().startsWith("Line"));
    }

    @Test
    void writesNothingIfAFileHasAnError() throws IOException {
        Path good = line("good.nn");
        run(good);
        List<String> before = texts();
        write("good.nn", LINE.replace("w*x", "w*x*x"));
        Path bad = write("bad.nn", UNKNOWN_NAME.replace("Line", "Bad"));
        Path worse = write("worse.nn", "model Worse {\n");
        Outcome outcome = run(good, bad, worse);
        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.changed()).isEmpty();
        assertThat(texts()).isEqualTo(before);
        assertThat(outcome.problems()).extracting(Problem::file).contains(bad, worse);
        // "  output yhat = w*x + c": c is the 23rd character of line 6.
        assertThat(outcome.problems()).anySatisfy(problem -> {
            assertThat(problem.text()).startsWith(bad + ":6:23: error");
            assertThat(problem.line()).isEqualTo(6);
            assertThat(problem.column()).isEqualTo(23);
            assertThat(problem.message()).contains("c");
        });
    }

    @Test
    void reportsAnErrorInALibraryOnce() throws IOException {
        Path library = write("lib.nn", "fn twice(x) = 2*\n");
        Outcome outcome = run(library, write("line.nn", USES_LIBRARY));
        assertThat(outcome.problems()).extracting(Problem::file).containsOnly(library);
        assertThat(outcome.problems()).extracting(Problem::text).doesNotHaveDuplicates();
    }

    @Test
    void repeatsWarningsAndFailsOnThemIfAsked() throws IOException {
        Path model = write("line.nn", UNUSED_PARAMETER);
        Outcome outcome = run(model);
        assertThat(outcome.failed()).isFalse();
        assertThat(outcome.problems()).hasSize(1).noneMatch(Problem::isError);
        Outcome again = run(model);
        assertThat(again.problems()).isEqualTo(outcome.problems());
        assertThat(again.changed()).isEmpty();
        failOnWarning = true;
        assertThat(run(model).failed()).isTrue();
    }

    @Test
    void rejectsTwoModelsWithTheSameClass() throws IOException {
        Outcome outcome = run(line("one.nn"), line("two.nn"));
        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.problems()).extracting(Problem::message).anyMatch(message -> message.contains("one.nn"));
        assertThat(generated()).isEmpty();
    }

    @Test
    void rejectsAFolderThatIsNoPackage() throws IOException {
        Path model = line("my-nets/line.nn");
        Outcome outcome = run(model);
        assertThat(outcome.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).startsWith(model + ":1:1: error: 'my-nets'"));
        packages = new Packages(Optional.of("nets"), "model");
        assertThat(run(model).failed()).isFalse();
    }

    @Test
    void rejectsInputGradientsThatTheModelLacks() throws IOException {
        inputGradients = List.of("z");
        Path model = line("line.nn");
        assertThat(run(model).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .startsWith(model + ":1:1: error")
                        .contains("z"));
    }
}
