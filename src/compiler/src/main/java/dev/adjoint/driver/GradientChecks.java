package dev.adjoint.driver;

import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ModelDag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Variable;
import dev.adjoint.grad.Tangent;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import dev.adjoint.runtime.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Checks the gradient of a running model against two things that do not use it: central differences of its own loss, and
 * the tangent of the expression along a random direction.
 */
final class GradientChecks {
    /** Elements of larger parameters are sampled: differences cost two passes each. */
    private static final int MOST_ELEMENTS = 400;

    /** That of the losses between which differences are taken. */
    private static final double PRECISE = Math.ulp(1.0);

    private final Model model;
    private final Model precise;
    private final Signature signature;
    private final RealArray parameters;
    private final double epsilon;

    private GradientChecks(Model model, Model precise) {
        this.model = model;
        this.precise = precise;
        this.signature = model.signature();
        this.parameters = precise.parameters().flat();
        this.epsilon = signature.precision() == Precision.F64 ? Math.ulp(1.0) : Math.ulp(1.0f);
    }

    /**
     * @param model bound to its data, at the parameters in question
     * @param precise the same in double precision
     * @param dag its simplified expressions
     * @param point the same data and parameters
     */
    static GradientCheck of(Model model, Model precise, ModelDag dag, Point point, long seed) {
        return new GradientChecks(model, precise).run(dag, point, new Random(seed));
    }

    private GradientCheck run(ModelDag dag, Point point, Random random) {
        RealArray gradient = RealArray.allocate(signature.precision(), signature.trainableCount());
        model.forward(); // what is evaluated; a training step may compute something else
        model.backward(gradient);
        List<GradientCheck.Entry> entries = new ArrayList<>();
        double largest = signature.parameters().stream()
                .mapToDouble(parameter -> largest(gradient, parameter))
                .max()
                .orElse(0);
        int terms = point.values().values().stream()
                .mapToInt(values -> values.length)
                .max()
                .orElse(1);
        for (Signature.Parameter parameter : signature.parameters()) {
            if (!parameter.frozen()) {
                double noise = noise(largest(gradient, parameter), largest, terms);
                for (int i : elements(parameter, random)) {
                    entries.add(entry(parameter, i, gradient.get(parameter.offset() + i), noise));
                }
            }
        }
        double dotProductError = dotProductError(dag, point, gradient, random);
        boolean agree = entries.stream().allMatch(GradientCheck.Entry::ok)
                // Sums of products of n elements agree within a modest multiple of the rounding of one.
                && dotProductError <= 1e4 * epsilon;
        return new GradientCheck(entries, dotProductError, agree);
    }

    /**
     * What the gradient itself may be off by through rounding. An element is a sum of many terms, about as many as the
     * largest array has elements. Their roundings add up like a walk of random steps: n additions to about the root of n
     * roundings of the sums on the way, which are about as large as the largest element of the parameter; four deviations
     * of that are allowed. Each term has been through a chain of operations with a rounding each, for which 96 are allowed:
     * without the sum 1.1e-5 of the largest element in single precision. Where terms cancel, as in the gradient of a bias
     * that softmax does not see, roundings are left of what cancelled, which was as large as gradients elsewhere.
     *
     * @param own the largest element of the parameter's gradient
     * @param all that of any
     */
    private double noise(double own, double all, int terms) {
        double sum = 4 * Math.sqrt(terms);
        return epsilon * ((96 + sum) * own + sum * all);
    }

    /** Of a frozen parameter, which has no gradient, 0. */
    private static double largest(RealArray gradient, Signature.Parameter parameter) {
        return parameter.frozen()
                ? 0
                : IntStream.range(parameter.offset(), parameter.offset() + parameter.count())
                        .mapToDouble(i -> Math.abs(gradient.get(i)))
                        .max()
                        .orElse(0);
    }

    private int[] elements(Signature.Parameter parameter, Random random) {
        return parameter.count() <= MOST_ELEMENTS
                ? IntStream.range(0, parameter.count()).toArray()
                : random.ints(MOST_ELEMENTS, 0, parameter.count())
                        .distinct()
                        .sorted()
                        .toArray();
    }

    /**
     * Differences with steps h and 2h: a third of their disagreement estimates the truncation error of the finer one, and
     * the loss, which carries a few roundings, is divided by h.
     */
    private GradientCheck.Entry entry(Signature.Parameter parameter, int element, double symbolic, double noise) {
        int at = parameter.offset() + element;
        double value = parameters.get(at);
        double step = step(value, parameter.constraint());
        double fine = difference(at, value, step);
        double coarse = difference(at, value, 2 * step);
        double magnitude = Math.max(Math.abs(lossAt(at, value + step)), Math.abs(lossAt(at, value - step)));
        parameters.set(at, value);
        double rounding = 16 * PRECISE * magnitude / step;
        double tolerance = 4 * Math.abs(fine - coarse) / 3 + rounding + noise;
        String name = parameter.sizes().isEmpty() ? parameter.name() : parameter.name() + index(parameter, element);
        return new GradientCheck.Entry(name, symbolic, fine, tolerance);
    }

    /** The cube root of the rounding unit balances truncation and rounding; both points stay inside the constraint. */
    private double step(double value, Interval constraint) {
        double step = Math.cbrt(PRECISE) * Math.max(Math.abs(value), 0.1);
        double room = Math.min(value - constraint.low(), constraint.high() - value);
        return Math.min(step, room / 4);
    }

    private double difference(int at, double value, double step) {
        // The step taken is not quite the step meant.
        parameters.set(at, value + step);
        double high = parameters.get(at);
        parameters.set(at, value - step);
        double low = parameters.get(at);
        return (lossAt(at, high) - lossAt(at, low)) / (high - low);
    }

    private double lossAt(int at, double value) {
        parameters.set(at, value);
        return precise.forward();
    }

    private static String index(Signature.Parameter parameter, int element) {
        List<Integer> index = new ArrayList<>();
        int rest = element;
        for (int axis = parameter.sizes().size() - 1; axis >= 0; axis--) {
            index.add(0, rest % parameter.sizes().get(axis));
            rest /= parameter.sizes().get(axis);
        }
        return index.toString();
    }

    private double dotProductError(ModelDag model, Point point, RealArray gradient, Random random) {
        Dag dag = model.dag();
        Map<Node, Node> directions = new HashMap<>();
        Map<String, double[]> values = new HashMap<>();
        double byGradient = 0;
        double magnitude = 0;
        for (Signature.Parameter parameter : signature.parameters()) {
            if (!parameter.frozen()) {
                double[] direction = random.doubles(parameter.count(), -1, 1).toArray();
                Variable variable =
                        Derivatives.variables(model, List.of(parameter.name())).get(0);
                String name = "direction of " + parameter.name();
                directions.put(variable, dag.variable(Role.INPUT, name, variable.shape()));
                values.put(name, direction);
                for (int i = 0; i < direction.length; i++) {
                    double term = gradient.get(parameter.offset() + i) * direction[i];
                    byGradient += term;
                    magnitude += Math.abs(term);
                }
            }
        }
        Node tangent = Tangent.of(dag, model.loss(), directions);
        double byTangent = point.with(values).interpreter().evaluate(tangent)[0];
        double error = Math.abs(byTangent - byGradient);
        return error == 0 ? 0 : error / Math.max(magnitude, Math.abs(byTangent));
    }
}
