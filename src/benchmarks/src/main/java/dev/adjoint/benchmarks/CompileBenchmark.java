package dev.adjoint.benchmarks;

import dev.adjoint.driver.Stage;
import dev.adjoint.runtime.Model;
import dev.adjoint.source.SourceFile;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long one waits for a model in a JVM that has compiled others before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CompileBenchmark {
    /** Below {@code examples/}. */
    @Param({"celsius/celsius.nn", "softplus/softplus.nn", "logistic/logistic.nn"})
    public String model;

    private SourceFile text;

    @Setup
    public void read() {
        text = ExampleModel.read(model);
    }

    /** Parse, check, lower, simplify, differentiate, simplify. Writing the result down, as a dump, is included. */
    @Benchmark
    public String textToGradient() {
        return ExampleModel.compile(text).dump(Stage.GRADIENT);
    }

    /** The whole way, the Java compiler included. */
    @Benchmark
    public Model textToLoadedClass() {
        return ExampleModel.compile(text).load(List.of());
    }
}
