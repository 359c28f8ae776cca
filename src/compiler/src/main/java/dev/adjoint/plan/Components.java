package dev.adjoint.plan;

import dev.adjoint.expr.Call;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which components of the tuples of a pass somebody reads, hence what its routines must give. */
final class Components {
    private final AxisOrder order;
    private final Map<Node, Map<Integer, Result>> read = new IdentityHashMap<>();
    /** Results that some call of a lambda reads. */
    private final Map<Lambda, Set<Integer>> called = new HashMap<>();

    /** @param cone what a pass computes */
    Components(Collection<Node> cone, AxisOrder order) {
        this.order = order;
        for (Node node : cone) {
            if (node instanceof Result result) {
                read.computeIfAbsent(result.tuple(), t -> new TreeMap<>()).put(result.index(), result);
                if (result.tuple() instanceof Call call) {
                    called.computeIfAbsent(call.lambda(), l -> new TreeSet<>()).add(result.index());
                }
            }
        }
    }

    /** The results of a tuple that are read. */
    List<Node> results(Node tuple) {
        return List.copyOf(read.getOrDefault(tuple, Map.of()).values());
    }

    /** In which layout the code of a call or scan gives what; a scan's step: next carries, then emissions. */
    List<Optional<Shape>> wanted(Node tuple) {
        List<Optional<Shape>> wanted = new ArrayList<>();
        if (tuple instanceof Call call) {
            Set<Integer> any = called.getOrDefault(call.lambda(), Set.of());
            for (int i = 0; i < call.lambda().results().size(); i++) {
                wanted.add(any.contains(i) ? Optional.of(Layouts.ofResult(call, i, order)) : Optional.empty());
            }
            return wanted;
        }
        Scan scan = (Scan) tuple;
        Map<Integer, Result> own = read.getOrDefault(scan, Map.of());
        for (int i = 0; i < scan.step().results().size(); i++) {
            if (i < scan.carries()) {
                wanted.add(Optional.of(scan.step().formals().get(i).shape()));
            } else if (own.containsKey(scan.carries() + i)) {
                Shape along = Layouts.ofResult(scan, scan.carries() + i, order);
                wanted.add(Optional.of(along.minus(List.of(scan.axis()))));
            } else {
                wanted.add(Optional.empty());
            }
        }
        return wanted;
    }

    /** What owns the memory that a call or scan writes, with its layout. */
    Map<Object, Shape> of(Node tuple) {
        Map<Object, Shape> all = new LinkedHashMap<>();
        if (tuple instanceof Call call) {
            List<Optional<Shape>> wanted = wanted(call);
            for (int i = 0; i < wanted.size(); i++) {
                if (wanted.get(i).isPresent()) {
                    all.put(owner(call, i), wanted.get(i).get());
                }
            }
            return all;
        }
        Scan scan = (Scan) tuple;
        for (int i = 0; i < scan.carries(); i++) {
            Shape carry = scan.step().formals().get(i).shape();
            all.put(owner(scan, scan.last(i)), carry);
            Object before = owner(scan, scan.before(i));
            all.put(before, before instanceof Result ? Layouts.ofResult(scan, scan.before(i), order) : carry);
        }
        for (int i = 2 * scan.carries();
                i < scan.carries() + scan.step().results().size();
                i++) {
            if (owner(scan, i) instanceof Result result) {
                all.put(result, Layouts.ofResult(scan, i, order));
            }
        }
        return all;
    }

    /** The component if somebody reads it, else a stand-in. */
    Object owner(Node tuple, int index) {
        Result result = read.getOrDefault(tuple, Map.of()).get(index);
        return result == null ? new Unread(tuple, index) : result;
    }

    private record Unread(Node tuple, int index) {}
}
