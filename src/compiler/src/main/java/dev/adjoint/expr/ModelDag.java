package dev.adjoint.expr;

import dev.adjoint.runtime.Initialiser;
import dev.adjoint.runtime.Interval;
import dev.adjoint.runtime.Precision;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A model as expressions: what every pass after lowering takes and gives.
 *
 * @param name as declared
 * @param doc its doc comment, or the empty string
 * @param span where its declaration stands
 * @param precision what it computes in
 * @param dims in declared order
 * @param leastSizes of unbound dims; at most one for each
 * @param inputs in declared order; role {@link Role#INPUT}
 * @param targets in declared order; role {@link Role#TARGET}
 * @param parameters in declared order; role {@link Role#PARAMETER} or {@link Role#FROZEN}
 * @param outputs in declared order
 * @param metrics what evaluation gives beside the loss, in declared order; may depend on targets
 * @param named the values that the model names, {@code let}s, outputs and metrics, in declared order: the words in which formulas
 *     are printed
 * @param loss a scalar
 * @param updates what parameters that keep state between training steps are after one; of role {@link Role#FROZEN}
 * @param dag the maker of all these nodes
 */
public record ModelDag(
        String name,
        String doc,
        Span span,
        Precision precision,
        List<Dim> dims,
        List<LeastSize> leastSizes,
        List<Data> inputs,
        List<Data> targets,
        List<Parameter> parameters,
        List<Output> outputs,
        List<Output> metrics,
        Map<String, Node> named,
        Node loss,
        Map<Variable, Node> updates,
        Dag dag) {
    public ModelDag {
        Objects.requireNonNull(name);
        Objects.requireNonNull(precision);
        dims = List.copyOf(dims);
        leastSizes = List.copyOf(leastSizes);
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        parameters = List.copyOf(parameters);
        outputs = List.copyOf(outputs);
        metrics = List.copyOf(metrics);
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
        if (!loss.shape().isScalar()) {
            throw new IllegalArgumentException("loss of shape " + loss.shape());
        }
    }

    /** The same model with every root replaced by what a pass made of it. */
    public ModelDag map(UnaryOperator<Node> pass) {
        Map<String, Node> newNamed = new LinkedHashMap<>();
        named.forEach((key, node) -> newNamed.put(key, pass.apply(node)));
        Map<Variable, Node> newUpdates = new LinkedHashMap<>();
        updates.forEach((state, node) -> newUpdates.put(state, pass.apply(node)));
        return new ModelDag(
                name,
                doc,
                span,
                precision,
                dims,
                leastSizes,
                inputs,
                targets,
                parameters,
                map(outputs, pass),
                map(metrics, pass),
                newNamed,
                pass.apply(loss),
                newUpdates,
                dag);
    }

    private static List<Output> map(List<Output> outputs, UnaryOperator<Node> pass) {
        return outputs.stream()
                .map(o -> new Output(o.name(), o.shape(), o.doc(), o.span(), pass.apply(o.value())))
                .toList();
    }

    /** What evaluation gives: outputs, then metrics. */
    public List<Output> results() {
        List<Output> results = new ArrayList<>(outputs);
        results.addAll(metrics);
        return results;
    }

    /** All roots: outputs, metrics, loss, named values, and updates. */
    public Collection<Node> roots() {
        LinkedHashMap<Node, Boolean> roots = new LinkedHashMap<>();
        results().forEach(o -> roots.put(o.value(), true));
        roots.put(loss, true);
        named.values().forEach(n -> roots.put(n, true));
        updates.values().forEach(n -> roots.put(n, true));
        return Collections.unmodifiableSet(roots.keySet());
    }

    /** The same model, computed in another precision. */
    public ModelDag in(Precision other) {
        return new ModelDag(
                name,
                doc,
                span,
                other,
                dims,
                leastSizes,
                inputs,
                targets,
                parameters,
                outputs,
                metrics,
                named,
                loss,
                updates,
                dag);
    }

    /** The same model with further inputs. */
    public ModelDag with(List<Data> more) {
        List<Data> all = new ArrayList<>(inputs);
        all.addAll(more);
        return new ModelDag(
                name,
                doc,
                span,
                precision,
                dims,
                leastSizes,
                all,
                targets,
                parameters,
                outputs,
                metrics,
                named,
                loss,
                updates,
                dag);
    }

    /** The same model without what a training step changes beside the parameters it trains. */
    public ModelDag withoutUpdates() {
        return new ModelDag(
                name,
                doc,
                span,
                precision,
                dims,
                leastSizes,
                inputs,
                targets,
                parameters,
                outputs,
                metrics,
                named,
                loss,
                Map.of(),
                dag);
    }

    /**
     * An input or target.
     *
     * @param variable what stands for its elements in the DAG: numbers, whatever the kind
     * @param kind what its elements are
     * @param doc its doc comment, or the empty string
     */
    public record Data(Variable variable, Kind kind, String doc, Span span) {
        public Data {
            Objects.requireNonNull(kind);
        }
    }

    /**
     * A parameter; all its dims are fixed.
     *
     * @param doc its doc comment, or the empty string
     */
    public record Parameter(Variable variable, String doc, Span span, Initialiser initialiser, Interval constraint) {}

    /**
     * An output or metric.
     *
     * @param shape the declared or inferred order of axes, in which its elements are stored; the value's own shape may
     *     have them in another order, or lack some along which it is uniform
     * @param doc its doc comment, or the empty string
     */
    public record Output(String name, Shape shape, String doc, Span span, Node value) {}
}
