package dev.adjoint.print;

import dev.adjoint.expr.Call;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lambdas that some values are made with, what their results are called, and how their arguments are written. */
final class Functions {
    /** Fewer are written one by one. */
    private static final int FEWEST_PARAMETERS = 2;

    private Functions() {}

    /** The lambda's name as one word. */
    static String name(Lambda lambda) {
        return lambda.name().replace(' ', '_');
    }

    static String name(Variable variable) {
        return variable.name().replace(' ', '_');
    }

    /** The lambda's name where it has one result; else the name and the number of the result, from 1. */
    static String name(Lambda lambda, int result) {
        return lambda.results().size() == 1 ? name(lambda) : name(lambda) + "." + (result + 1);
    }

    /** Those that {@code roots} apply and those that they apply in turn, each after what it applies. */
    static Set<Lambda> of(Collection<Node> roots) {
        Set<Lambda> lambdas = new LinkedHashSet<>();
        for (Node node : Reachable.withBodies(roots)) {
            if (node instanceof Call call) {
                lambdas.add(call.lambda());
            } else if (node instanceof Scan scan) {
                lambdas.add(scan.step());
            }
        }
        return lambdas;
    }

    /**
     * Arguments that are parameters of one layer: {@code path.W} for the formal {@code W}.
     *
     * @param first the place of the first
     * @param size how many
     */
    record Parameters(String path, int first, int size) {
        boolean contains(int place) {
            return first <= place && place < first + size;
        }
    }

    static List<Parameters> parameters(Lambda lambda, List<Node> arguments) {
        List<Parameters> all = new ArrayList<>();
        int k = 0;
        while (k < arguments.size()) {
            String path = path(lambda, arguments, k);
            int end = k + 1;
            while (!path.isEmpty()
                    && end < arguments.size()
                    && path(lambda, arguments, end).equals(path)) {
                end++;
            }
            if (!path.isEmpty() && end - k >= FEWEST_PARAMETERS) {
                all.add(new Parameters(path, k, end - k));
            }
            k = end;
        }
        return all;
    }

    private static String path(Lambda lambda, List<Node> arguments, int place) {
        String suffix = "." + lambda.formals().get(place).name();
        boolean isParameter = arguments.get(place) instanceof Variable variable
                && (variable.role() == Role.PARAMETER || variable.role() == Role.FORMAL)
                && variable.name().endsWith(suffix);
        String name = isParameter ? ((Variable) arguments.get(place)).name() : suffix;
        return name.substring(0, name.length() - suffix.length());
    }

    /** The formals of each function as its head lists them: {@code *} for those that are parameters of its layer. */
    static Map<Lambda, List<String>> formals(Collection<Node> roots) {
        Map<Lambda, Set<Integer>> owned = new HashMap<>();
        for (Node node : Reachable.withBodies(roots)) {
            Lambda lambda = node instanceof Call call ? call.lambda() : node instanceof Scan s ? s.step() : null;
            if (lambda != null) {
                Set<Integer> places = owned.computeIfAbsent(lambda, l -> new HashSet<>());
                for (Parameters p : parameters(lambda, node.operands())) {
                    for (int k = p.first; k < p.first + p.size; k++) {
                        places.add(k);
                    }
                }
            }
        }
        Map<Lambda, List<String>> formals = new HashMap<>();
        owned.forEach((lambda, places) -> formals.put(lambda, formals(lambda, places)));
        return formals;
    }

    private static List<String> formals(Lambda lambda, Set<Integer> owned) {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < lambda.formals().size(); k++) {
            if (!owned.contains(k)) {
                names.add(name(lambda.formals().get(k)));
            } else if (!owned.contains(k - 1)) {
                names.add("*");
            }
        }
        return names;
    }
}
