package dev.adjoint.check;

import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Reduction;
import dev.adjoint.syntax.Ast;
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
    private static final Set<Primitive> NOT_BY_THEMSELVES = EnumSet.of(
            Primitive.RANDOM,
            Primitive.SOFTPLUS,
            Primitive.SIGMOID,
            Primitive.LOG1MEXP,
            Primitive.LOGADDEXP,
            Primitive.ERFC);

    private static final Map<String, Primitive> POINTWISE = pointwise();
    private static final Map<String, Reduction> REDUCTIONS =
            Arrays.stream(Reduction.values()).collect(Collectors.toMap(Reduction::symbol, Function.identity()));

    /** Of truth values as 1 and 0, the reduction that tells whether any or all are true. */
    private static final Map<String, Reduction> QUANTIFIERS = Map.of("any", Reduction.MAX, "all", Reduction.MIN);

    private static final Map<String, Reduction> ARGUMENTS = Map.of("argmax", Reduction.MAX, "argmin", Reduction.MIN);

    private static final List<String> NAMES = allNames();

    private Builtins() {}

    static Optional<Primitive> pointwise(String name) {
        return Optional.ofNullable(POINTWISE.get(name));
    }

    /** The reduction that {@code name} is made of: for a mean, the sum. */
    static Optional<Reduction> reduction(String name) {
        if (name.equals(MEAN)) {
            return Optional.of(Reduction.SUM);
        }
        return Optional.ofNullable(REDUCTIONS.getOrDefault(name, QUANTIFIERS.get(name)));
    }

    static boolean reducesTruths(String name) {
        return QUANTIFIERS.containsKey(name);
    }

    /** The extremum whose first index {@code name} gives. */
    static Optional<Reduction> argument(String name) {
        return Optional.ofNullable(ARGUMENTS.get(name));
    }

    /** Whether it takes all elements along axes to one: min and max of one argument do. */
    static boolean reduces(Ast.Call call) {
        String name = call.function().text();
        return argument(name).isPresent()
                || reduction(name).isPresent()
                        && (call.arguments().size() < 2 || pointwise(name).isEmpty());
    }

    /** Whether names in its brackets may be index variables that its argument uses. */
    static boolean bindsIndices(Ast.Call call) {
        return call.axes().isPresent() && reduces(call);
    }

    static boolean has(String name) {
        return names().contains(name);
    }

    static List<String> names() {
        return NAMES;
    }

    private static List<String> allNames() {
        List<String> names = new ArrayList<>(POINTWISE.keySet());
        names.addAll(REDUCTIONS.keySet());
        names.add(MEAN);
        names.addAll(QUANTIFIERS.keySet());
        names.addAll(ARGUMENTS.keySet());
        names.addAll(BuiltinCalls.names());
        names.addAll(DerivativeChecker.NAMES);
        return List.copyOf(names);
    }

    private static Map<String, Primitive> pointwise() {
        Map<String, Primitive> functions = new TreeMap<>();
        for (Primitive primitive : Primitive.values()) {
            if (primitive.isFunction() && !NOT_BY_THEMSELVES.contains(primitive)) {
                functions.put(primitive.symbol(), primitive);
            }
        }
        functions.put("pow", Primitive.POW);
        return functions;
    }
}
