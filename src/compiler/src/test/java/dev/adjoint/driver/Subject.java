package dev.adjoint.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.check.Compilation;
import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.Kind;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import dev.adjoint.oracle.Instance;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A model of the corpus as its author wrote it.
 *
 * @param lowered not simplified
 * @param wrt what it is differentiated by: its trained parameters, and all inputs and targets that are numbers
 */
record Subject(Path file, ModelDag lowered, List<Variable> wrt) {
    static Subject of(Path file) {
        ModelDag lowered = Compilation.lower(file);
        List<Variable> wrt = new ArrayList<>(Passes.trainable(lowered));
        data(lowered).filter(data -> data.kind().equals(Kind.REAL)).forEach(data -> wrt.add(data.variable()));
        return new Subject(file, lowered, wrt);
    }

    private static Stream<ModelDag.Data> data(ModelDag model) {
        return Stream.concat(model.inputs().stream(), model.targets().stream());
    }

    /** The dims whose sizes the data decide. */
    List<Dim> unbound() {
        return lowered.dims().stream()
                .filter(dim -> dim.extent() instanceof Extent.Unbound)
                .toList();
    }

    /** The generated classes, made as users have them made. */
    Instance generated(Precision precision) {
        List<String> additions = precision == Precision.F32 ? List.of("precision f32") : List.of();
        Analysis analysis = Adjoint.analyse(file, additions);
        assertThat(analysis.diagnostics()).as("%s", file).isEmpty();
        List<String> inputs = data(lowered)
                .map(ModelDag.Data::variable)
                .filter(wrt::contains)
                .map(Variable::name)
                .toList();
        return new Instance(analysis.model().orElseThrow().load(inputs), lowered);
    }

    /** Random values that keep away from 0, where many functions have their kinks: 0.1 to 0.9, of either sign. */
    Point sample(Map<Dim, Integer> sizes, Random random) {
        Map<String, double[]> values = new HashMap<>();
        data(lowered).forEach(data -> {
            double[] numbers = numbers(data.variable().shape(), sizes, random);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = element(numbers[i], data.kind(), sizes);
            }
            values.put(data.variable().name(), numbers);
        });
        for (ModelDag.Parameter parameter : lowered.parameters()) {
            double[] numbers = numbers(parameter.variable().shape(), sizes, random);
            // A state may be a variance, which is positive.
            Interval interval = wrt.contains(parameter.variable()) ? parameter.constraint() : new Interval(0, 1);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = within(numbers[i], interval);
            }
            values.put(parameter.variable().name(), numbers);
        }
        return new Point(sizes, values);
    }

    private static double[] numbers(Shape shape, Map<Dim, Integer> sizes, Random random) {
        int count = Instance.sizes(shape, sizes).stream().reduce(1, Math::multiplyExact);
        return random.doubles(count).toArray();
    }

    private static double element(double u, Kind kind, Map<Dim, Integer> sizes) {
        if (kind instanceof Kind.Index index) {
            return Math.floor(u * index.along().size(sizes::get));
        }
        if (kind instanceof Kind.Label label) {
            return Math.floor(u * label.classes().size(sizes::get));
        }
        return kind.equals(Kind.BOOL) ? Math.rint(u) : within(u, Interval.ALL);
    }

    private static double within(double u, Interval interval) {
        double away = 0.1 + 0.8 * Math.abs(2 * u - 1);
        if (Double.isFinite(interval.low()) && Double.isFinite(interval.high())) {
            return interval.low() + (0.1 + 0.8 * u) * (interval.high() - interval.low());
        }
        if (Double.isFinite(interval.low())) {
            return interval.low() + away;
        }
        if (Double.isFinite(interval.high())) {
            return interval.high() - away;
        }
        return u < 0.5 ? -away : away;
    }
}
