package dev.adjoint.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.adjoint.cli.Transcript.Command;
import dev.adjoint.runtime.Model;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples do what their READMEs say, and {@code generated/} holds the Java that the compiler writes for them.
 *
 * <p>With {@code -Dadjoint.accept=true} what is printed and generated now is written there as what is expected.
 */
class ExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("adjoint.root"));
    private static final boolean ACCEPT = Boolean.getBoolean("adjoint.accept");
    private static final String JAR = "java -jar src/cli/target/adjoint.jar ";

    private static final Pattern DIGITS_READ = Pattern.compile("(\\d+) of (\\d+) digits are read rightly\n");

    /** Stands for the root of the tree: commands read a copy of the examples and write beside it. */
    @TempDir
    private Path folder;

    @BeforeEach
    void copyExamples() throws IOException {
        for (Path file : files(ROOT.resolve("examples"), "")) {
            Path copy = folder.resolve(ROOT.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    static List<Path> readmes() {
        return Stream.concat(
                        Stream.of(ROOT.resolve("README.md")), files(ROOT.resolve("examples"), "README.md").stream())
                .map(ROOT::relativize)
                .toList();
    }

    static List<Path> models() {
        return files(ROOT.resolve("examples"), ".nn").stream()
                .map(ROOT::relativize)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void readmeShowsWhatOneSees(Path readme) throws IOException {
        String text = Files.readString(ROOT.resolve(readme));
        Transcript transcript = Transcript.of(text);
        String actual = transcript.withOutputs(command -> {
            String output = run(command.line());
            checkDigits(command, output);
            boolean same = command.prints(output) || ACCEPT && command.hasWildcard();
            return same ? command : new Command(command.line(), output, command.position());
        });

        if (ACCEPT) {
            Files.writeString(ROOT.resolve(readme), actual);
        } else {
            assertEquals(text, actual, "rerun with -Dadjoint.accept=true if what is printed now is right");
        }
    }

    /** Of the drawings that it has not seen, the network just trained reads 98 in 100. */
    private static void checkDigits(Command command, String output) {
        if (command.line().contains(" examples.lenet.Main ")) {
            Matcher count = DIGITS_READ.matcher(output);
            assertThat(count.matches()).as(output).isTrue();
            assertThat(100 * Integer.parseInt(count.group(1)))
                    .as(output)
                    .isGreaterThanOrEqualTo(98 * Integer.parseInt(count.group(2)));
        }
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void readmeQuotesFilesThatExist(Path readme) throws IOException {
        String text = Files.readString(ROOT.resolve(readme));
        List<String> models = contents(files(ROOT.resolve("examples"), ".nn"));
        List<String> sources = contents(files(ROOT.resolve("generated"), ".java"));
        sources.addAll(contents(files(ROOT.resolve("examples"), ".java")));

        assertThat(Transcript.blocks("nn", text))
                .allSatisfy(block -> assertThat(models).anyMatch(model -> model.contains(block)));
        assertThat(Transcript.blocks("java", text))
                .allSatisfy(block -> assertThat(sources)
                        .anyMatch(source -> Transcript.matches("...\n" + block + "...", "\n" + source)));
    }

    @Test
    void generatedJavaIsUpToDate() throws IOException {
        for (Path readme : readmes()) {
            for (Command command :
                    Transcript.of(Files.readString(ROOT.resolve(readme))).commands()) {
                if (command.line().startsWith("adjoint generate ")) {
                    run(command.line());
                }
            }
        }
        Map<Path, String> expected = texts(folder.resolve("generated"));
        if (ACCEPT) {
            for (Path stale : files(ROOT.resolve("generated"), "")) {
                Files.delete(stale);
            }
            for (Map.Entry<Path, String> file : expected.entrySet()) {
                Path path = ROOT.resolve("generated").resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }

        assertThat(texts(ROOT.resolve("generated")))
                .as("rerun with -Dadjoint.accept=true if the Java generated now is right")
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyModelIsGenerated(Path model) throws IOException {
        String source = "from " + model.getFileName() + ".";
        String folder = model.getParent().getFileName().toString().replace("-", "");

        assertThat(contents(files(ROOT.resolve("generated/examples").resolve(folder), ".java")))
                .anyMatch(text -> text.contains(source));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyModelPassesEveryCommand(Path model) {
        assertThat(run("adjoint check " + model)).isEqualTo(model + ": ok\n");
        Optional<String> input = differentiatedInput(model);
        String verdict = input.isEmpty() ? "the gradient is right" : "there is no gradient to check";
        assertThat(run("adjoint gradcheck " + model)).endsWith(verdict + "\n");
        String wrt = input.map(name -> " --wrt " + name).orElse("");
        for (String format : List.of("text", "unicode", "latex", "json")) {
            assertThat(run("adjoint derive " + model + wrt + " --format " + format))
                    .contains("loss");
        }
        for (String stage : List.of("ast", "typed", "dag", "gradient", "program", "java")) {
            assertThat(run("adjoint dump " + model + " --stage " + stage)).isNotBlank();
        }
    }

    /** An input by which a model without parameters is differentiated. */
    private static Optional<String> differentiatedInput(Path model) {
        return Optional.ofNullable(
                switch (model.getParent().getFileName() + "/" + model.getFileName()) {
                    case "scalar/cube.nn", "gradbench/lse.nn", "gradbench/llsq.nn" -> "x";
                    case "gradbench/gmm.nn" -> "mu";
                    case "gradbench/lstm.nn" -> "extra";
                    case "gradbench/kmeans.nn" -> "centroids";
                    case "gradbench/ba.nn" -> "weights";
                    default -> null;
                });
    }

    /** Trains as the model files say, and expects each parameter within a bound of the solution. */
    @ParameterizedTest
    @CsvSource({
        "celsius/celsius, weight = 1.8 +- 1e-6; bias = 32 +- 1e-4",
        // What measurements.py prints: least squares in closed form, to six places.
        "linear-regression/linear-regression, weight = 0.840523 +- 1e-6; bias = 1.892035 +- 1e-6",
        // The parameters of the curve itself.
        "softplus/softplus, w11 = 2 +- 0.01; b11 = 4 +- 0.01; w12 = 3 +- 0.01; b12 = -3 +- 0.01",
        "softplus/softplus, w21 = 1 +- 0.01; w22 = -2 +- 0.01; b2 = -1 +- 0.01",
        "scalar/parabola, x = 0 +- 1e-9",
    })
    void trainingFindsTheSolution(String model, String solution) throws IOException {
        run("adjoint train examples/" + model + ".nn --save trained.json");

        for (String parameter : solution.split("; ")) {
            String[] words = parameter.split(" ");
            assertThat(saved(words[0])).isCloseTo(Double.parseDouble(words[2]), within(Double.parseDouble(words[4])));
        }
    }

    @Test
    void constraintsHoldWhereTheDataSpeakAgainstThem() throws IOException {
        run("adjoint train examples/logistic/unconstrained.nn --save trained.json");
        assertThat(saved("fatigue_weight")).isLessThan(-0.5);

        run("adjoint train examples/logistic/logistic.nn --save trained.json");
        assertThat(saved("fatigue_weight")).isBetween(Double.MIN_VALUE, 1e-3);
        assertThat(saved("fever_weight")).isGreaterThan(1);
        assertThat(saved("cough_weight")).isGreaterThan(0.5);
    }

    private double saved(String parameter) throws IOException {
        String json = Files.readString(folder.resolve("trained.json"));
        Matcher value = Pattern.compile("\"" + parameter + "\": ([-+0-9.eE]+)").matcher(json);
        assertThat(value.find()).isTrue();
        return Double.parseDouble(value.group(1));
    }

    /** What a command prints when it succeeds, in order, whether meant as result or as progress. */
    private String run(String line) {
        String command = line.startsWith(JAR) ? "adjoint " + line.substring(JAR.length()) : line;
        if (command.startsWith("java -cp ")) {
            return runMain(command.split(" ", 4)[3]);
        }
        assertThat(command).startsWith("adjoint ");
        String[] words = words(command);
        String[] arguments = new String[words.length - 1];
        for (int i = 1; i < words.length; i++) {
            boolean isFile = words[i].startsWith("examples/")
                    || List.of("--data", "--parameters", "--save", "--plot", "--output")
                            .contains(words[i - 1]);
            arguments[i - 1] = isFile ? folder.resolve(words[i]).toString() : words[i];
        }
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        int status = Main.commandLine().setOut(writer).setErr(writer).execute(arguments);
        assertThat(status).as("%s\n%s", line, text).isZero();
        return text.toString().replace(folder + "/", "").replace(System.lineSeparator(), "\n");
    }

    /** The words of a command, as a shell splits it. */
    private static String[] words(String command) {
        return Pattern.compile("\"([^\"]*)\"|[^ ]+")
                .matcher(command)
                .results()
                .map(word -> word.group(1) == null ? word.group() : word.group(1))
                .toArray(String[]::new);
    }

    /** Runs a class of the examples with files as arguments; "< FILE" at the end is what it reads. */
    private String runMain(String call) {
        String[] words = call.split(" < ");
        String[] main = words[0].split(" ");
        String[] arguments = Stream.of(main)
                .skip(1)
                .map(file -> folder.resolve(file).toString())
                .toArray(String[]::new);
        Path classes = folder.resolve("classes");
        InputStream inBefore = System.in;
        PrintStream outBefore = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            JavaExamples.compileInto(ROOT, classes);
            byte[] input = words.length == 1 ? new byte[0] : Files.readAllBytes(folder.resolve(words[1]));
            System.setIn(new ByteArrayInputStream(input));
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            callMain(classes, main[0], arguments);
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        } finally {
            System.setIn(inBefore);
            System.setOut(outBefore);
        }
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static void callMain(Path classes, String name, String[] arguments)
            throws IOException, ReflectiveOperationException {
        URL[] path = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, Model.class.getClassLoader())) {
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) arguments);
        }
    }

    private static Map<Path, String> texts(Path folder) throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        for (Path file : files(folder, "")) {
            texts.put(folder.relativize(file), Files.readString(file));
        }
        return texts;
    }

    private static List<String> contents(List<Path> files) throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(Files.readString(file));
        }
        return contents;
    }

    private static List<Path> files(Path folder, String end) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
