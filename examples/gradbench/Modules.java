package examples.gradbench;

import dev.adjoint.runtime.Model;
import dev.adjoint.runtime.Precision;
import dev.adjoint.runtime.RealArray;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** What this tool can compute: functions by name, in modules by name. */
final class Modules {
    private static final Map<String, Map<String, Function<Input, Evaluation>>> ALL = Map.of(
            "lse",
            Map.of(
                    "primal", input -> loss(BoundModels.logSumExp(input)),
                    "gradient", input -> gradient(BoundModels.logSumExp(input), "x")),
            "llsq",
            Map.of(
                    "primal", input -> loss(BoundModels.leastSquares(input)),
                    "gradient", input -> gradient(BoundModels.leastSquares(input), "x")),
            "gmm",
            Map.of(
                    "objective", input -> loss(BoundModels.mixture(input)),
                    "jacobian", input -> namedGradients(BoundModels.mixture(input), "alpha", "mu", "q", "l")),
            "lstm",
            Map.of(
                    "objective", input -> loss(BoundModels.recurrent(input)),
                    "jacobian", input -> flatGradients(BoundModels.recurrent(input), "main", "extra")),
            "kmeans",
            Map.of(
                    "cost", input -> lossAlone(BoundModels.means(input)),
                    "dir", input -> output(BoundModels.means(input), "direction")),
            "ba",
            Map.of(
                    "objective", input -> new ReprojectionErrors(Observations.of(input)),
                    "jacobian", input -> new SparseJacobian(Observations.of(input))));

    /** The models have inputs only: a gradient by parameters has no elements. */
    private static final RealArray NO_PARAMETERS = RealArray.allocate(Precision.F64, 0);

    private Modules() {}

    /** @throws IllegalArgumentException if there is no such module */
    static void find(String module) {
        functions(module);
    }

    /** @throws IllegalArgumentException if there is no such module or function, or the input is not one for it */
    static Evaluation prepare(String module, String function, Input input) {
        return lookUp("function", function, functions(module)).apply(input);
    }

    private static Map<String, Function<Input, Evaluation>> functions(String module) {
        return lookUp("module", module, ALL);
    }

    private static <T> T lookUp(String kind, String name, Map<String, T> table) {
        T found = table.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no " + kind + " '" + name + "', expected one of " + new TreeSet<>(table.keySet()));
        }
        return found;
    }

    private static Evaluation loss(Model model) {
        return new Loss(model::forward);
    }

    /** The loss of a model without gradients, but with outputs that shall not be computed. */
    private static Evaluation lossAlone(Model model) {
        return new Loss(() -> model.lossAndGradient(NO_PARAMETERS));
    }

    private static Evaluation output(Model model, String name) {
        return new Pass(model::predict, answer -> answer.value(model.output(name)));
    }

    private static Evaluation gradient(Model model, String input) {
        return new Pass(gradientOf(model), answer -> answer.value(model.inputGradient(input)));
    }

    private static Evaluation namedGradients(Model model, String... inputs) {
        return new Pass(gradientOf(model), answer -> {
            answer.beginObject();
            for (String input : inputs) {
                answer.name(input);
                answer.value(model.inputGradient(input));
            }
            answer.endObject();
        });
    }

    /** One array of the elements of all gradients. */
    private static Evaluation flatGradients(Model model, String... inputs) {
        return new Pass(gradientOf(model), answer -> {
            answer.beginArray();
            for (String input : inputs) {
                answer.elements(model.inputGradient(input));
            }
            answer.endArray();
        });
    }

    private static Runnable gradientOf(Model model) {
        return () -> model.lossAndGradient(NO_PARAMETERS);
    }
}
