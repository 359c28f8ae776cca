package dev.adjoint.benchmarks;

import dev.adjoint.runtime.Precision;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures and prints tables in Markdown. */
public final class Figures {
    private static final String USAGE = "usage: java -jar src/benchmarks/target/benchmarks.jar"
            + " [compile] [scaling] [depth] [training] [networks] [contraction] [processes]   (from the project's root; without arguments, all)";

    private final PrintStream out;
    private final Effort effort;

    Figures(PrintStream out, Effort effort) {
        this.out = out;
        this.effort = effort;
    }

    /** @param arguments which tables; all without any */
    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of("compile", "scaling", "depth", "training", "networks", "contraction", "processes");
        List<String> asked = arguments.length == 0 ? all : List.of(arguments);
        if (!all.containsAll(asked)) {
            System.err.println(USAGE);
            System.exit(2);
        }
        Figures figures = new Figures(System.out, Effort.FULL);
        for (String table : asked) {
            switch (table) {
                case "compile" -> figures.compile();
                case "scaling" -> figures.scaling();
                case "depth" -> figures.depth();
                case "training" -> figures.training();
                case "networks" -> figures.networks();
                case "contraction" -> figures.contraction();
                default -> figures.processes();
            }
        }
    }

    /** From text to gradient and to a loaded class. */
    void compile() throws RunnerException {
        head("model", "text to gradient, ms", "text to loaded class, ms");
        byParameter(CompileBenchmark.class, "model")
                .forEach((model, times) ->
                        row(model, "%.1f", times.get("textToGradient"), times.get("textToLoadedClass")));
    }

    /** A training step against the same by hand. */
    void training() throws RunnerException {
        head("training, 100 samples", "generated, ns per step", "by hand, ns per step", "ratio");
        byParameter(TrainingStepBenchmark.class, "training").forEach((training, times) -> {
            double generated = times.get("generated");
            double byHand = times.get("byHand");
            row(training.toLowerCase(Locale.ROOT), "%.2f", generated, byHand, generated / byHand);
        });
    }

    /** What longer formulas cost. */
    void scaling() throws IOException {
        head(
                "terms",
                "primal nodes",
                "with gradient",
                "ratio",
                "text to gradient, us per term",
                "to Java source, us per term",
                "to loaded class, us per term",
                "largest method, bytes");
        for (int terms : effort.terms()) {
            Scaling scaling = Scaling.measure(terms, effort.compilations());
            row(
                    String.valueOf(terms),
                    "%.1f",
                    scaling.primalNodes(),
                    scaling.gradientNodes(),
                    (double) scaling.gradientNodes() / scaling.primalNodes(),
                    1e3 * scaling.gradientMillis() / terms,
                    1e3 * scaling.sourceMillis() / terms,
                    1e3 * scaling.classMillis() / terms,
                    scaling.largestMethod());
        }
    }

    /** What depth and width cost: a block is compiled once, however often it is repeated. */
    void depth() {
        head("transformer", "text to loaded class, ms");
        for (int blocks : effort.blocks()) {
            row(
                    blocks + (blocks == 1 ? " block" : " blocks") + " of width 64",
                    "%.0f",
                    Depth.millis(blocks, 64, effort.compilations()));
        }
        int most = effort.blocks()[effort.blocks().length - 1];
        row(most + " blocks of width 256", "%.0f", Depth.millis(most, 256, effort.compilations()));
    }

    /** A step of networks, and of one by plain loops. */
    void networks() {
        int millis = effort.iterations() * effort.millis();
        head("step of training", "least, ms", "median, ms");
        for (Network network : Network.all()) {
            Network.Time time = network.measure(millis);
            row(network.label(), "%.2f", time.least(), time.median());
        }
        PerceptronByHand byHand = Network.byHand();
        Network.Time.of(byHand::step, millis);
        Network.Time time = Network.Time.of(byHand::step, millis);
        row(Network.MLP.label() + ", by loops", "%.2f", time.least(), time.median());
    }

    /** The runtime's contraction against three loops. */
    void contraction() {
        head("contraction", "f32, GFLOP/s", "by loops, GFLOP/s", "ratio", "f64, GFLOP/s", "by loops, GFLOP/s", "ratio");
        for (MatrixProduct product : MatrixProduct.ALL) {
            int millis = effort.iterations() * effort.millis();
            MatrixProduct.Speed floats = product.measure(Precision.F32, millis);
            MatrixProduct.Speed doubles = product.measure(Precision.F64, millis);
            row(
                    product.label(),
                    "%.1f",
                    floats.contraction(),
                    floats.loops(),
                    floats.contraction() / floats.loops(),
                    doubles.contraction(),
                    doubles.loops(),
                    doubles.contraction() / doubles.loops());
        }
    }

    /** Commands from start to end. */
    void processes() throws IOException, InterruptedException {
        head("command", "least, s", "median, s");
        for (String command : List.of("check", "train")) {
            List<String> line =
                    ProcessTime.java("-jar", "src/cli/target/adjoint.jar", command, "examples/celsius/celsius.nn");
            ProcessTime time = ProcessTime.measure(line, effort.processes());
            row("adjoint " + command + " examples/celsius/celsius.nn", "%.2f", time.least(), time.median());
        }
    }

    /**
     * Runs the benchmarks of a class. Of the iterations the fastest counts: whatever else the machine does only adds.
     *
     * @return times by the value of the parameter, then by method
     */
    private Map<String, Map<String, Double>> byParameter(Class<?> benchmarks, String parameter) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(effort.millis());
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(benchmarks.getSimpleName() + "\\.")
                        .forks(effort.forks())
                        .warmupIterations(effort.iterations())
                        .measurementIterations(effort.iterations())
                        .warmupTime(time)
                        .measurementTime(time)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        return results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.getParams().getParam(parameter),
                        TreeMap::new,
                        Collectors.toMap(
                                result -> result.getPrimaryResult().getLabel(),
                                result -> result.getPrimaryResult()
                                        .getStatistics()
                                        .getMin())));
    }

    private void head(String... columns) {
        out.println();
        out.println("| " + String.join(" | ", columns) + " |");
        out.println("|" + "---|".repeat(columns.length));
    }

    /** @param format of fractional values; whole numbers are written as such */
    private void row(String label, String format, Number... values) {
        StringBuilder line = new StringBuilder("| ").append(label);
        for (Number value : values) {
            String text = value instanceof Double ? String.format(Locale.ROOT, format, value) : value.toString();
            line.append(" | ").append(text);
        }
        out.println(line.append(" |"));
    }
}
