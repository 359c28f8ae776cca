package dev.adjoint.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table of packages in src/README.md: who may import whom, and where each library lives. */
class HouseTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.adjoint");

    /** A package of the compiler and those of ours it may import, beside itself and the runtime. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("source", List.of()),
            Map.entry("syntax", List.of("source")),
            Map.entry("expr", List.of("source")),
            Map.entry("check", List.of("source", "syntax", "expr")),
            Map.entry("lower", List.of("source", "syntax", "expr", "check", "grad", "rewrite")),
            Map.entry("grad", List.of("expr", "source")),
            Map.entry("rewrite", List.of("expr")),
            Map.entry("interpret", List.of("expr")),
            Map.entry("plan", List.of("expr", "source")),
            Map.entry("emit", List.of("expr", "source", "plan")),
            Map.entry("load", List.of()),
            Map.entry("print", List.of("expr", "source")),
            Map.entry(
                    "driver",
                    List.of(
                            "source",
                            "syntax",
                            "expr",
                            "check",
                            "lower",
                            "grad",
                            "rewrite",
                            "interpret",
                            "plan",
                            "emit",
                            "load",
                            "print")));

    /** A library and the only package that may use it. */
    private static final Map<String, String> ONLY_USER = Map.of(
            "org.antlr..", "syntax",
            "com.palantir.javapoet..", "emit",
            "javax.tools..", "load");

    static Stream<String> packages() {
        return MAY_IMPORT.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void importsOnlyWhatTheTableAllows(String name) {
        String[] forbidden = MAY_IMPORT.keySet().stream()
                .filter(other -> !other.equals(name) && !MAY_IMPORT.get(name).contains(other))
                .map(other -> "dev.adjoint." + other + "..")
                .toArray(String[]::new);
        if (forbidden.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.adjoint." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .check(CLASSES);
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void eachLibraryHasOneUser(String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.adjoint." + ONLY_USER.get(library) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    static Stream<String> libraries() {
        return ONLY_USER.keySet().stream().sorted();
    }

    @Test
    void everyPackageOfTheCompilerIsInTheTable() {
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(
                                MAY_IMPORT.keySet().stream().map(name -> "dev.adjoint." + name + ".."),
                                Stream.of("dev.adjoint.runtime.."))
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void runtimeDependsOnTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.adjoint.runtime..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.adjoint.runtime..", "java..")
                .check(CLASSES);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("dev.adjoint.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** What a build leaves behind does not count. */
    @Test
    void theTopLevelIsTheAgreedOne() throws Exception {
        Path root = Path.of(System.getProperty("adjoint.root"));
        try (Stream<Path> entries = Files.list(root)) {
            assertThat(entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith(".") && !name.equals("target")))
                    .containsExactlyInAnyOrder(
                            "pom.xml", "README.md", "LICENSE", "grammar", "src", "generated", "examples");
        }
    }
}
