package dev.adjoint.print;

import dev.adjoint.expr.Call;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Scan;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The lambdas that some values are made with, and what their results are called. */
final class Functions {
    private Functions() {}

    /** The lambda's name where it has one result; else the name and the number of the result, from 1. */
    static String name(Lambda lambda, int result) {
        return lambda.results().size() == 1 ? lambda.name() : lambda.name() + "." + (result + 1);
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
}
