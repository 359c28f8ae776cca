package dev.adjoint.plan;

import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Scatter;
import dev.adjoint.plan.Statement.Accumulate;
import dev.adjoint.plan.Statement.Begin;
import dev.adjoint.plan.Statement.Fill;
import dev.adjoint.plan.Statement.Finish;
import dev.adjoint.plan.Statement.Load;
import dev.adjoint.plan.Statement.Loop;
import dev.adjoint.plan.Statement.Spread;
import dev.adjoint.plan.Statement.Store;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the steps of a portion into a loop nest.
 *
 * <p>A step stands in the outermost loop it can. A reduction whose free axes are the outermost loops accumulates in a
 * local; another one accumulates in memory, an element for each index of its free axes.
 */
final class KernelBuilder {
    private final Portion portion;
    private final int index;
    private final Memory memory;
    private final Set<Node> locals;
    private final Set<Node> mentions;
    private final List<Axis> axes;
    private final List<List<Statement>> before = new ArrayList<>();
    private final List<List<Statement>> after = new ArrayList<>();

    /**
     * @param index of the portion in its pass
     * @param memory where values lie
     * @param locals scalars that are locals already; gains those of this kernel
     */
    KernelBuilder(Portion portion, int index, Memory memory, Set<Node> locals) {
        this.index = index;
        this.portion = portion;
        this.memory = memory;
        this.locals = locals;
        this.mentions = portion.mentions();
        this.axes = portion.site().axes();
        for (int depth = 0; depth <= axes.size(); depth++) {
            before.add(new ArrayList<>());
            after.add(new ArrayList<>());
        }
    }

    Kernel build() {
        mentions.forEach(this::load);
        Set<Node> read = new LinkedHashSet<>();
        portion.items().forEach(item -> read.addAll(item.mentions()));
        Set<Node> results = new LinkedHashSet<>();
        for (Item item : portion.items()) {
            if (item.isLocal()) {
                local(item, read.contains(item.node()), results);
            } else if (item.action() instanceof Action.Accumulate accumulate) {
                accumulate(accumulate.reduce());
                results.add(accumulate.reduce());
            } else if (item.action() instanceof Action.Spread spread) {
                spread(spread.scatter());
                results.add(spread.scatter());
            } else if (item.action() instanceof Action.Copy copy) {
                copy(copy.value(), copy.place(), results);
            } else if (item.action() instanceof Action.Arrange arrange) {
                copy(arrange.buffer().value(), memory.place(arrange.buffer()), results);
            }
        }
        return new Kernel(axes, nest(), List.copyOf(results), mentions);
    }

    private void copy(Node value, Place place, Set<Node> results) {
        before.get(axes.size()).add(new Store(value, place));
        results.add(value);
    }

    private void spread(Scatter scatter) {
        Place place = memory.place(scatter);
        before.get(0).add(new Fill(0, place));
        before.get(axes.size()).add(new Spread(scatter, place));
    }

    private void load(Node node) {
        Place place = memory.place(node);
        boolean isArgument = place != null && place.storage() == Storage.DATA;
        if (node.shape().isScalar() && place != null && !isArgument && locals.add(node)) {
            before.get(0).add(new Load(node, place));
        }
    }

    private void local(Item item, boolean isRead, Set<Node> results) {
        Node node = item.node();
        List<Statement> body = before.get(portion.site().depth(node));
        Place place = memory.isLeftIn(node, index) ? memory.place(node) : null;
        boolean isBranch = item.statement() instanceof Statement.Branch;
        if (isRead || place == null || isBranch) {
            body.add(item.statement());
            if (axes.isEmpty()) {
                locals.add(node);
            }
        }
        if (place != null) {
            body.add(new Store(node, place));
            results.add(node);
        }
    }

    private void accumulate(Reduce reduce) {
        List<Axis> kept = reduce.shape().axes();
        Place place = memory.place(reduce);
        if (!portion.site().hasPrefix(kept)) {
            before.get(0).add(new Fill(reduce.reduction().start(), place));
            before.get(axes.size()).add(new Accumulate(reduce, Optional.of(place)));
            return;
        }
        int depth = kept.size();
        before.get(depth).add(new Begin(reduce));
        before.get(axes.size()).add(new Accumulate(reduce, Optional.empty()));
        after.get(depth).add(new Finish(reduce));
        if (place != null) {
            after.get(depth).add(new Store(reduce, place));
        }
        if (depth == 0) {
            locals.add(reduce);
        }
    }

    private List<Statement> nest() {
        List<Statement> body = List.of();
        for (int depth = axes.size(); depth >= 0; depth--) {
            List<Statement> all = new ArrayList<>(before.get(depth));
            if (!body.isEmpty()) {
                all.add(new Loop(axes.get(depth), body));
            }
            all.addAll(after.get(depth));
            body = all;
        }
        return body;
    }
}
