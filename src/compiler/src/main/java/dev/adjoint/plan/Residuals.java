package dev.adjoint.plan;

import dev.adjoint.expr.Call;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.ElementType;
import dev.adjoint.expr.Lambda;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Substitution;
import dev.adjoint.expr.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets calls of a lambda give what calls of its adjoint need again: dear values that depend on the primal's formals only
 * become results of the primal and formals of the adjoint. The adjoint of a scan's step takes them as sequences, which the
 * primal's step emits. So a backward pass does not repeat the forward pass.
 */
final class Residuals {
    private final Dag dag;
    private final AxisOrder order;
    private final Families families;
    private final Map<Node, Node> images = new IdentityHashMap<>();
    /** Lambdas with their additional results or formals. */
    private final Map<Lambda, Lambda> extended = new HashMap<>();
    /** For an adjoint, which of the primal's results its additional formals are. */
    private final Map<Lambda, List<Integer>> taken = new HashMap<>();
    /** Primals whose families are being decided. */
    private final Set<Lambda> open = new HashSet<>();
    /** Whether a family calls itself through another, as adjoints of adjoints may: then nothing is handed on. */
    private boolean isEntangled;

    private Residuals(Dag dag, AxisOrder order, Families families) {
        this.dag = dag;
        this.order = order;
        this.families = families;
    }

    /** What becomes of the roots and of everything below them, lambdas included. */
    static Map<Node, Node> of(Dag dag, AxisOrder order, Collection<Node> roots) {
        Residuals residuals = new Residuals(dag, order, Families.of(roots));
        residuals.rewrite(roots);
        dag.origin(List.of());
        return residuals.isEntangled ? unchanged(roots) : residuals.images;
    }

    /** Every node as it is, those of lambdas included: adjoints compute again what they need. */
    private static Map<Node, Node> unchanged(Collection<Node> roots) {
        Map<Node, Node> images = new IdentityHashMap<>();
        Deque<Collection<Node>> open = new ArrayDeque<>(List.of(roots));
        while (!open.isEmpty()) {
            for (Node node : Cone.of(open.pop(), images::containsKey)) {
                images.put(node, node);
                if (node instanceof Call call) {
                    open.push(call.lambda().results());
                } else if (node instanceof Scan scan) {
                    open.push(scan.step().results());
                }
            }
        }
        return images;
    }

    private void rewrite(Collection<Node> roots) {
        for (Node node : Cone.of(roots, images::containsKey)) {
            List<Node> operands = node.operands().stream().map(images::get).toList();
            images.put(node, image(node, operands));
        }
    }

    private Node image(Node node, List<Node> operands) {
        if (node instanceof Call call) {
            finish(call.lambda());
            dag.origin(List.copyOf(dag.origins(node)));
            return called(call, operands);
        }
        if (node instanceof Scan scan) {
            finish(scan.step());
            dag.origin(List.copyOf(dag.origins(node)));
            return scanned(scan, operands);
        }
        dag.origin(List.copyOf(dag.origins(node)));
        return operands.equals(node.operands()) ? node : dag.with(node, operands);
    }

    private Node called(Call call, List<Node> operands) {
        Lambda lambda = call.lambda();
        List<Node> all = new ArrayList<>(operands);
        if (taken.containsKey(lambda)) {
            Lambda primal = extended.get(families.primal(lambda));
            Call again = dag.call(primal, families.primalArguments(lambda, operands));
            List<Node> residuals = taken.get(lambda).stream()
                    .map(index -> dag.result(again, index))
                    .toList();
            all.addAll(families.endOfSequences(lambda), residuals);
        }
        return dag.call(extended.getOrDefault(lambda, lambda), all);
    }

    private Node scanned(Scan scan, List<Node> operands) {
        Lambda step = scan.step();
        List<Node> all = new ArrayList<>(operands);
        int residuals = 0;
        if (taken.containsKey(step)) {
            Node forward = images.get(families.primal(scan));
            List<Node> emissions = taken.get(step).stream()
                    .map(index -> dag.result(forward, ((Scan) forward).carries() + index))
                    .toList();
            all.addAll(families.endOfSequences(step), emissions);
            residuals = emissions.size();
        }
        return dag.scan(
                scan.axis(),
                scan.isReverse(),
                scan.carries(),
                scan.sequences() + residuals,
                extended.getOrDefault(step, step),
                all);
    }

    /** Decides about a lambda and all others of its family, once everything that they call is decided. */
    private void finish(Lambda lambda) {
        if (extended.containsKey(lambda)) {
            return;
        }
        Lambda primal = families.primal(lambda);
        if (!open.add(primal)) {
            isEntangled = true;
            return;
        }
        rewrite(primal.results());
        List<Lambda> adjoints = families.adjoints(primal);
        adjoints.forEach(adjoint -> rewrite(adjoint.results()));
        List<Node> results = new ArrayList<>(images(primal));
        Set<Node> forward = Collections.newSetFromMap(new IdentityHashMap<>());
        forward.addAll(Cone.of(results, node -> false));
        Map<Node, Integer> residuals = new LinkedHashMap<>();
        for (Lambda adjoint : adjoints) {
            List<Node> own = families.isMatched(adjoint) ? residuals(primal, adjoint, forward) : List.of();
            for (Node residual : own) {
                residuals.computeIfAbsent(residual, node -> {
                    results.add(node);
                    return results.size() - 1;
                });
            }
            extended.put(adjoint, extended(primal, adjoint, own));
            if (!own.isEmpty()) {
                taken.put(adjoint, own.stream().map(residuals::get).toList());
            }
        }
        extended.put(primal, new Lambda(primal.name(), primal.formals(), results));
    }

    private List<Node> images(Lambda lambda) {
        return lambda.results().stream().map(images::get).toList();
    }

    /** The dear values of the forward pass that an adjoint reaches first. */
    private List<Node> residuals(Lambda primal, Lambda adjoint, Set<Node> forward) {
        Set<Variable> varying = families.varying(primal);
        Set<Node> isPrimal = new HashSet<>();
        Set<Node> varies = new HashSet<>();
        for (Node node : Cone.of(images(adjoint), node -> false)) {
            boolean isFormal = node instanceof Variable variable && variable.role() == Role.FORMAL;
            if (isFormal ? primal.formals().contains(node) : isPrimal.containsAll(node.operands())) {
                isPrimal.add(node);
            }
            if (isFormal ? varying.contains(node) : node.operands().stream().anyMatch(varies::contains)) {
                varies.add(node);
            }
        }
        List<Node> found = new ArrayList<>();
        Cone.of(images(adjoint), node -> {
            boolean isResult = node instanceof Result result && forward.contains(result.tuple());
            boolean isDear = node instanceof Reduce || node instanceof Scatter || !Cost.isCheap(node);
            boolean isResidual = node.type() == ElementType.REAL
                    && !node.operands().isEmpty()
                    && isPrimal.contains(node)
                    && varies.contains(node)
                    && !node.shape().containsAny(families.scannedAxes(adjoint))
                    && (isResult || forward.contains(node) && isDear);
            if (isResidual && !found.contains(node)) {
                found.add(node);
            }
            return isResidual;
        });
        return found;
    }

    private Lambda extended(Lambda primal, Lambda adjoint, List<Node> residuals) {
        Map<Node, Node> replacements = new LinkedHashMap<>();
        List<Variable> formals = new ArrayList<>();
        for (Node residual : residuals) {
            String name = adjoint.name() + ".kept" + (formals.size() + 1);
            Variable formal = dag.variable(Role.FORMAL, name, Layouts.ofResult(primal, residual.shape(), order));
            replacements.put(residual, formal);
            formals.add(formal);
        }
        Map<Node, Node> replaced = Substitution.in(dag, images(adjoint), replacements);
        List<Variable> all = new ArrayList<>(adjoint.formals());
        all.addAll(families.endOfSequences(adjoint), formals);
        return new Lambda(
                adjoint.name(), all, images(adjoint).stream().map(replaced::get).toList());
    }
}
