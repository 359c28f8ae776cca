package dev.adjoint.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One step of training, loss, gradient and update, of generated code and of the loop one would write instead. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrainingStepBenchmark {
    /** Which training. */
    @Param
    public Training training;

    private TrainingStep generated;
    private TrainingStep byHand;

    @Setup
    public void prepare() {
        generated = training.generated();
        byHand = training.byHand();
        training.requireAgreement();
    }

    @Benchmark
    public double generated() {
        return generated.step();
    }

    @Benchmark
    public double byHand() {
        return byHand.step();
    }
}
