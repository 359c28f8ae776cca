package dev.adjoint.lower;

import dev.adjoint.check.TypedExpression;
import dev.adjoint.expr.Axis;
import dev.adjoint.expr.Dag;
import dev.adjoint.expr.Node;
import dev.adjoint.expr.Primitive;
import dev.adjoint.expr.Variable;
import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers expressions. Recursion is as deep as expressions nest, which the checker bounds. */
final class ExpressionLowering implements TypedExpression.Visitor<Node> {
    /** The gradient of a product of n factors has n terms of n factors: beyond a few, products nest instead. */
    private static final int WIDEST_PRODUCT = 8;

    private final Dag dag;
    private final AccessLowering accesses;
    private final CallLowering calls;
    private final Optional<DerivativeLowering> derivatives;
    private final Frames frames;
    private final Map<String, Node> values;
    /** Where the model calls the function whose body this lowers; empty in the model itself. */
    private final List<Span> callSite;

    private ExpressionLowering(
            Dag dag,
            CallLowering calls,
            Optional<DerivativeLowering> derivatives,
            Frames frames,
            Map<String, Node> values,
            List<Span> callSite) {
        this.dag = dag;
        this.accesses = new AccessLowering(dag);
        this.calls = calls;
        this.derivatives = derivatives;
        this.frames = frames;
        this.values = values;
        this.callSite = callSite;
    }

    /**
     * For a model.
     *
     * @param values nodes by name; may still grow
     */
    static ExpressionLowering of(Dag dag, Map<String, Node> values, DerivativeLowering derivatives) {
        return new ExpressionLowering(
                dag, new CallLowering(dag), Optional.of(derivatives), new Frames(dag), values, List.of());
    }

    /** For the body of a lambda that is called in what this lowers, which sees nothing but its formals. */
    ExpressionLowering ofLambda(Collection<String> formals) {
        Frames inner = new Frames(dag, formals, frames.hidden());
        return new ExpressionLowering(dag, calls, Optional.empty(), inner, new HashMap<>(), List.of());
    }

    /** For the body of a function that is called in what this lowers. */
    ExpressionLowering inlining(Span call) {
        List<Span> place = callSite.isEmpty() ? List.of(call) : callSite;
        return new ExpressionLowering(dag, calls, Optional.empty(), frames, new HashMap<>(), place);
    }

    /** For an inner block, which sees all that this does and those values. */
    ExpressionLowering within(Map<String, Node> inner) {
        Map<String, Node> all = new HashMap<>(values);
        all.putAll(inner);
        return new ExpressionLowering(dag, calls, derivatives, frames, all, callSite);
    }

    void put(String name, Node value) {
        values.put(name, value);
    }

    Node value(String name) {
        return values.get(name);
    }

    /** What states are after a training step, as far as lowered. */
    Map<Variable, Node> updates() {
        return calls.updates();
    }

    /** Names of nodes that have one. */
    Map<Node, String> names() {
        Map<Node, String> names = new HashMap<>();
        values.forEach((name, node) -> names.merge(node, name, (a, b) -> a.compareTo(b) < 0 ? a : b));
        return names;
    }

    void define(TypedExpression.Let let) {
        put(let.name(), lower(let.value()));
    }

    Node lower(TypedExpression expression) {
        return expression.accept(this);
    }

    void at(TypedExpression expression) {
        List<Span> places = new ArrayList<>(callSite);
        places.add(expression.span());
        dag.origin(places);
    }

    List<Node> lower(List<TypedExpression> expressions) {
        List<Node> nodes = new ArrayList<>(expressions.size());
        for (TypedExpression expression : expressions) { // a loop, as a stream would deepen the stack
            nodes.add(lower(expression));
        }
        return nodes;
    }

    @Override
    public Node visit(TypedExpression.Literal literal) {
        at(literal);
        return dag.constant(literal.value());
    }

    @Override
    public Node visit(TypedExpression.Truth truth) {
        at(truth);
        return dag.truth(truth.value());
    }

    @Override
    public Node visit(TypedExpression.Reference reference) {
        return values.get(reference.name());
    }

    @Override
    public Node visit(TypedExpression.Size size) {
        at(size);
        return dag.size(size.axis());
    }

    @Override
    public Node visit(TypedExpression.SizeValue size) {
        at(size);
        return accesses.size(size.size());
    }

    @Override
    public Node visit(TypedExpression.Position position) {
        at(position);
        return position(position.axis());
    }

    @Override
    public Node visit(TypedExpression.Access access) {
        Node array = lower(access.array());
        List<Node> computed = lower(access.computed());
        at(access);
        Set<Axis> changing = frames.changing(access, array, computed);
        String name = access.array() instanceof TypedExpression.Reference reference ? reference.name() : "value";
        return frames.sliced(name, accesses.access(access, array, computed, changing, this::position));
    }

    private Node position(Axis axis) {
        return frames.sliced(axis.name(), dag.position(axis));
    }

    @Override
    public Node visit(TypedExpression.Rename rename) {
        Node operand = lower(rename.operand());
        at(rename);
        return accesses.rename(rename, operand);
    }

    @Override
    public Node visit(TypedExpression.Reshape reshape) {
        Node operand = lower(reshape.operand());
        at(reshape);
        return dag.reshape(operand, reshape.from(), reshape.to());
    }

    @Override
    public Node visit(TypedExpression.Argument argument) {
        Node body = lower(argument.body());
        at(argument);
        return accesses.argument(argument, body);
    }

    @Override
    public Node visit(TypedExpression.Apply apply) {
        List<Node> operands = lower(apply.operands());
        at(apply);
        if (operands.size() <= 2) {
            return dag.apply(apply.primitive(), operands);
        }
        Node folded = operands.get(0);
        for (Node operand : operands.subList(1, operands.size())) {
            folded = dag.apply(apply.primitive(), folded, operand);
        }
        return folded;
    }

    /** {@code a - b} as it stands; of more terms, one sum in which the subtracted ones are negated. */
    @Override
    public Node visit(TypedExpression.Sum sum) {
        List<TypedExpression.Term> terms = sum.terms();
        List<Node> nodes = lower(terms.stream().map(TypedExpression.Term::value).toList());
        at(sum);
        if (nodes.size() == 2 && terms.get(1).negative()) {
            return dag.sub(nodes.get(0), nodes.get(1));
        }
        List<Node> signed = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            signed.add(terms.get(i).negative() ? dag.neg(nodes.get(i)) : nodes.get(i));
        }
        return dag.apply(Primitive.ADD, signed);
    }

    /** From the left: a run of factors is one product, then comes a division, and so on. */
    @Override
    public Node visit(TypedExpression.Product product) {
        List<TypedExpression.Factor> factors = product.factors();
        List<Node> nodes =
                lower(factors.stream().map(TypedExpression.Factor::value).toList());
        at(product);
        List<Node> run = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (factors.get(i).divides()) {
                Node quotient = dag.div(product(run), nodes.get(i));
                run = new ArrayList<>(List.of(quotient));
            } else {
                run.add(nodes.get(i));
            }
        }
        return product(run);
    }

    /** A balanced tree where there are many factors. */
    private Node product(List<Node> factors) {
        if (factors.size() == 1) {
            return factors.get(0);
        }
        if (factors.size() <= WIDEST_PRODUCT) {
            return dag.apply(Primitive.MUL, factors);
        }
        List<Node> groups = new ArrayList<>();
        for (int i = 0; i < WIDEST_PRODUCT; i++) {
            int from = (int) ((long) factors.size() * i / WIDEST_PRODUCT);
            int to = (int) ((long) factors.size() * (i + 1) / WIDEST_PRODUCT);
            groups.add(product(factors.subList(from, to)));
        }
        return dag.apply(Primitive.MUL, groups);
    }

    @Override
    public Node visit(TypedExpression.Reduce reduce) {
        Optional<Sending> sending =
                Sending.in(reduce).filter(s -> !frames.hidden().contains(s.target()));
        if (sending.isPresent()) {
            return scatter(reduce, sending.get());
        }
        Node body = lower(reduce.body());
        at(reduce);
        return dag.reduce(reduce.reduction(), reduce.axes(), body);
    }

    private Node scatter(TypedExpression.Reduce reduce, Sending sending) {
        Node index = lower(sending.index());
        Node value = lower(sending.value());
        List<Node> conditions = lower(sending.conditions());
        at(reduce);
        for (Node condition : conditions) {
            value = dag.select(condition, value, dag.constant(0));
        }
        return dag.scatter(value, List.of(sending.target()), List.of(index), reduce.axes());
    }

    @Override
    public Node visit(TypedExpression.If choice) {
        Node condition = lower(choice.condition());
        Node whenTrue = lower(choice.whenTrue());
        Node whenFalse = lower(choice.whenFalse());
        at(choice);
        return dag.select(condition, whenTrue, whenFalse);
    }

    @Override
    public Node visit(TypedExpression.Call call) {
        return calls.lower(call, this);
    }

    @Override
    public Node visit(TypedExpression.Scan scan) {
        return new ScanLowering(dag, frames, this).lower(scan);
    }

    @Override
    public Node visit(TypedExpression.Training training) {
        return dag.apply(Primitive.NE, dag.training(), dag.constant(0));
    }

    @Override
    public Node visit(TypedExpression.Derivative derivative) {
        Node of = lower(derivative.of());
        Node by = lower(derivative.by());
        Optional<Node> direction = derivative.direction().map(this::lower);
        at(derivative);
        return derivatives.orElseThrow().lower(derivative, of, by, direction);
    }
}
