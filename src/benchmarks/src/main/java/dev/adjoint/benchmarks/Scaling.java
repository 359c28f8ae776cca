package dev.adjoint.benchmarks;

import dev.adjoint.driver.CompiledModel;
import dev.adjoint.driver.JavaSource;
import dev.adjoint.driver.Stage;
import dev.adjoint.source.SourceFile;
import java.io.IOException;
import java.util.List;

/**
 * How the compiler's work grows with the length of a formula.
 *
 * @param terms of the formula
 * @param primalNodes nodes of the model as it was lowered
 * @param gradientNodes nodes of value and gradient together, simplified
 * @param gradientMillis from text to gradient
 * @param sourceMillis from text to Java source
 * @param classMillis from text to loaded class
 * @param largestMethod bytes of bytecode
 */
record Scaling(
        int terms,
        long primalNodes,
        long gradientNodes,
        double gradientMillis,
        double sourceMillis,
        double classMillis,
        int largestMethod) {
    private static final List<String> FORMS =
            List.of("sin(%s)", "exp(-(%s)^2)", "tanh(%s)", "log(1 + exp(%s))", "1 / (1 + (%s)^2)");

    /** @param repeats how often each time is taken; the least counts */
    static Scaling measure(int terms, int repeats) throws IOException {
        SourceFile text = model(terms);
        CompiledModel model = ExampleModel.compile(text);
        List<JavaSource> sources = model.generate("model", List.of());
        return new Scaling(
                terms,
                nodes(model.dump(Stage.DAG)),
                nodes(model.dump(Stage.GRADIENT)),
                millis(repeats, () -> ExampleModel.compile(text).dump(Stage.GRADIENT)),
                millis(repeats, () -> ExampleModel.compile(text).generate("model", List.of())),
                millis(repeats, () -> ExampleModel.compile(text).load(List.of())),
                MethodSizes.largest(sources));
    }

    /** A sum of terms that share their parameters but nothing else. */
    static SourceFile model(int terms) {
        StringBuilder sum = new StringBuilder("0");
        for (int i = 1; i <= terms; i++) {
            String form = FORMS.get(i % FORMS.size());
            sum.append("\n    + ")
                    .append(String.format(form, i + " * w * x + b"))
                    .append(" / ")
                    .append(i);
        }
        String text = """
                model Sum {
                  dim    n
                  input  x[n]
                  target y[n]
                  param  w = 0.001, b = 0.1
                  output yhat = %s
                  loss   mean((yhat - y)^2)
                }
                """;
        return new SourceFile("sum.nn", String.format(text, sum));
    }

    /** A dump gives each node a line of its own, numbered with a percent sign. */
    private static long nodes(String dump) {
        return dump.lines().filter(line -> line.startsWith("%")).count();
    }

    private static double millis(int repeats, Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            work.run();
            least = Math.min(least, System.nanoTime() - start);
        }
        return least / 1e6;
    }
}
