package dev.adjoint.grad;

import dev.adjoint.expr.Access;
import dev.adjoint.expr.Apply;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.AxisSize;
import dev.adjoint.expr.Call;
import dev.adjoint.expr.Constant;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.NodeVisitor;
import dev.adjoint.expr.Position;
import dev.adjoint.expr.Reachable;
import dev.adjoint.expr.Reduce;
import dev.adjoint.expr.Reshape;
import dev.adjoint.expr.Result;
import dev.adjoint.expr.Role;
import dev.adjoint.expr.Scan;
import dev.adjoint.expr.Scatter;
import dev.adjoint.expr.Select;
import dev.adjoint.expr.Shape;
import dev.adjoint.expr.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One sweep over what some roots depend on, users before operands; see {@link Gradient}. */
final class ReverseSweep {
    private final Dag dag;
    private final Adjoints adjointsOfTuples;
    private final List<Node> order;
    private final Set<Node> active;
    private final Map<Node, List<Contribution>> contributions = new HashMap<>();
    private final Map<Node, Map<Integer, Contribution>> seedsOfTuples = new HashMap<>();
    private final Map<Node, Contribution> adjoints = new HashMap<>();

    ReverseSweep(Adjoints adjointsOfTuples, Collection<? extends Node> roots, Collection<? extends Node> wrt) {
        this.dag = adjointsOfTuples.dag();
        this.adjointsOfTuples = adjointsOfTuples;
        this.order = Reachable.from(roots);
        this.active = adjointsOfTuples.activity().of(order, wrt);
    }

    /**
     * Adds to the adjoint of a root, before the sweep, or of a node that it has not met yet.
     *
     * @param shape of what the contribution is the adjoint of: it is summed over the axes that the node lacks
     */
    void contribute(Node node, Shape shape, Contribution contribution) {
        List<Axis> spread = shape.minus(node.shape().axes()).axes();
        Contribution own = spread.isEmpty() ? contribution : contribution.summed(dag, spread, keepsGuard(node));
        contributions.computeIfAbsent(node, n -> new ArrayList<>()).add(own);
    }

    /** Elements of a leaf can do without a guard, since nothing is multiplied any more; a formal stands for an expression. */
    private static boolean keepsGuard(Node node) {
        Node read = node;
        while (read instanceof Access || read instanceof Reshape) {
            read = read.operand(0);
        }
        return !read.operands().isEmpty() || read instanceof Variable v && v.role() == Role.FORMAL;
    }

    void run() {
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            dag.origin(dag.origins(node));
            if (contributions.containsKey(node)) {
                Contribution adjoint = Contribution.total(dag, contributions.remove(node));
                adjoints.put(node, adjoint);
                node.accept(new Passing(adjoint));
            } else if (seedsOfTuples.containsKey(node)) {
                node.accept(new Passing(null));
            }
        }
        dag.origin(List.of());
    }

    /** Empty where the roots do not depend on the node. */
    Optional<Contribution> adjoint(Node node) {
        return Optional.ofNullable(adjoints.get(node));
    }

    /** Passes the adjoint of a node on to its operands. */
    private final class Passing implements NodeVisitor<Void> {
        private final Contribution adjoint;

        /** @param adjoint of the node visited; null for a tuple, whose components have adjoints */
        Passing(Contribution adjoint) {
            this.adjoint = adjoint;
        }

        @Override
        public Void visit(Constant node) {
            return null;
        }

        @Override
        public Void visit(Variable node) {
            return null;
        }

        @Override
        public Void visit(AxisSize node) {
            return null;
        }

        @Override
        public Void visit(Position node) {
            return null;
        }

        @Override
        public Void visit(Apply node) {
            for (int i = 0; i < node.operands().size(); i++) {
                if (active.contains(node.operand(i))) {
                    multiplied(node, i, node.shape(), Partials.of(dag, node, i));
                }
            }
            return null;
        }

        @Override
        public Void visit(Reduce node) {
            if (active.contains(node.body())) {
                multiplied(node, 0, node.body().shape(), node.reduction().partial(dag, node));
            }
            return null;
        }

        @Override
        public Void visit(Select node) {
            pass(node, 1, node.shape(), adjoint.where(dag, node.condition()));
            pass(node, 2, node.shape(), adjoint.where(dag, dag.not(node.condition())));
            return null;
        }

        @Override
        public Void visit(Access node) {
            Shape shape = new Shape(node.axes());
            pass(node, 0, shape, adjoint.through(dag, AccessAdjoint.of(dag, node), keepsGuard(node.array())));
            return null;
        }

        @Override
        public Void visit(Scatter node) {
            Shape shape = node.operands().stream().map(Node::shape).reduce(Shape.SCALAR, Shape::union);
            pass(node, 0, shape, adjoint.through(dag, a -> Gather.of(dag, node, a), keepsGuard(node.body())));
            return null;
        }

        @Override
        public Void visit(Reshape node) {
            Shape shape = node.operand(0).shape().union(new Shape(node.from()));
            boolean keepGuard = keepsGuard(node.operand(0));
            pass(node, 0, shape, adjoint.through(dag, a -> dag.reshape(a, node.to(), node.from()), keepGuard));
            return null;
        }

        @Override
        public Void visit(Result node) {
            seedsOfTuples.computeIfAbsent(node.tuple(), t -> new TreeMap<>()).put(node.index(), adjoint);
            return null;
        }

        @Override
        public Void visit(Call node) {
            List<Contribution> ofArguments = adjointsOfTuples.of(node, seedsOfTuples.get(node), active);
            for (int i = 0; i < ofArguments.size(); i++) {
                pass(node, i, node.lambda().formals().get(i).shape(), ofArguments.get(i));
            }
            return null;
        }

        @Override
        public Void visit(Scan node) {
            List<Contribution> ofOperands = adjointsOfTuples.of(node, seedsOfTuples.get(node), active);
            for (int i = 0; i < ofOperands.size(); i++) {
                pass(node, i, node.operandShape(i), ofOperands.get(i));
            }
            return null;
        }

        private void multiplied(Node node, int index, Shape shape, Node partial) {
            if (!partial.isConstant(0)) {
                boolean isFinite = node.isFinite() || partial.isFinite();
                pass(node, index, shape, adjoint.times(dag, partial, isFinite));
            }
        }

        /** @param contribution null for 0 */
        private void pass(Node user, int index, Shape shape, Contribution contribution) {
            if (contribution != null && active.contains(user.operand(index))) {
                contribute(user.operand(index), shape, contribution);
            }
        }
    }
}
