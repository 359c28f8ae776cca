package dev.adjoint.plan;

import dev.adjoint.expr.Dim;
import dev.adjoint.expr.Extent;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Plans the lambdas of a program, each once for the results that are wanted of it. */
final class Routines {
    private final AxisOrder order;
    private final Predicate<Node> isNamed;
    private final int methodBytes;
    private final Map<Key, Routine> planned = new HashMap<>();

    Routines(AxisOrder order, Predicate<Node> isNamed, int methodBytes) {
        this.order = order;
        this.isNamed = isNamed;
        this.methodBytes = methodBytes;
    }

    /**
     * @param results for each of the lambda's results the order of axes in which it is wanted, if it is
     */
    Routine of(Lambda lambda, List<Optional<Shape>> results) {
        Key key = new Key(lambda, results);
        Routine known = planned.get(key);
        if (known == null) {
            known = new Routine(lambda, results, dims(lambda, results), body(lambda, results));
            planned.put(key, known);
        }
        return known;
    }

    private static List<Dim> dims(Lambda lambda, List<Optional<Shape>> results) {
        List<Node> roots = new ArrayList<>(lambda.formals());
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).isPresent()) {
                roots.add(lambda.results().get(i));
            }
        }
        return Sizes.of(roots).stream()
                .filter(dim -> dim.extent() instanceof Extent.Unbound)
                .toList();
    }

    Pass pass(String name, Map<Node, Place> given, List<Action.Copy> wanted, Optional<Node> result) {
        return new PassPlanner(name, order, this, given, wanted, result, isNamed, methodBytes).plan();
    }

    private Pass body(Lambda lambda, List<Optional<Shape>> results) {
        Map<Node, Place> given = new IdentityHashMap<>();
        for (int i = 0; i < lambda.formals().size(); i++) {
            given.put(
                    lambda.formals().get(i),
                    new Place(Storage.FORMAL, i, lambda.formals().get(i).shape()));
        }
        List<Action.Copy> wanted = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).isPresent()) {
                Place place = new Place(Storage.RESULT, i, results.get(i).get());
                wanted.add(new Action.Copy(lambda.results().get(i), place));
            }
        }
        return pass("run", given, wanted, Optional.empty());
    }

    private record Key(Lambda lambda, List<Optional<Shape>> results) {}
}
