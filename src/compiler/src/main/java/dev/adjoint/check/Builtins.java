package dev.adjoint.check;

import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The functions that the language has without the prelude: primitives by their symbols, and reductions. */
final class Builtins {
    static final String MEAN = "mean";

    /** What files spell out, in the prelude or themselves, and what rewriting puts in place of the spelled-out formula. */
    private static final Set<Primitive> STABLE_FORMS =
            EnumSet.of(Primitive.SOFTPLUS, Primitive.SIGMOID, Primitive.LOG1MEXP, Primitive.LOGADDEXP, Primitive.ERFC);

    private static final Map<String, Primitive> POINTWISE = pointwise();
    private static final Map<String, Reduction> REDUCTIONS = Arrays.stream(Reduction.values())
            .filter(r -> r != Reduction.LOGSUMEXP)
            .collect(Collectors.toMap(Reduction::symbol, Function.identity()));

    private Builtins() {}

    static Optional<Primitive> pointwise(String name) {
        return Optional.ofNullable(POINTWISE.get(name));
    }

    /** The reduction that {@code name} is made of: for a mean, the sum. */
    static Optional<Reduction> reduction(String name) {
        return Optional.ofNullable(name.equals(MEAN) ? Reduction.SUM : REDUCTIONS.get(name));
    }

    static boolean has(String name) {
        return POINTWISE.containsKey(name) || reduction(name).isPresent() || DerivativeChecker.NAMES.contains(name);
    }

    static List<String> names() {
        List<String> names = new ArrayList<>(POINTWISE.keySet());
        names.addAll(REDUCTIONS.keySet());
        names.add(MEAN);
        names.addAll(DerivativeChecker.NAMES);
        return names;
    }

    private static Map<String, Primitive> pointwise() {
        Map<String, Primitive> functions = new TreeMap<>();
        for (Primitive primitive : Primitive.values()) {
            if (primitive.isFunction() && !STABLE_FORMS.contains(primitive)) {
                functions.put(primitive.symbol(), primitive);
            }
        }
        functions.put("pow", Primitive.POW);
        return functions;
    }
}
