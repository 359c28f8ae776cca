package dev.adjoint.expr;

import dev.adjoint.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes nodes and shares them: asking twice for the same structure returns the same node.
 *
 * <p>What it makes is exactly what was asked for; simplification is the business of package {@code rewrite}. Every new
 * node takes the current origins ({@link #origin}), the places in a model file it comes from; a node that is found again
 * gains them. Not thread-safe; one DAG belongs to one compilation.
 */
public final class Dag {
    /** A few places say where a shared node comes from; hundreds would only make compilation quadratic. */
    private static final int MOST_ORIGINS = 4;

    private final Map<Object, Node> nodes = new HashMap<>();
    private final List<Set<Span>> origins = new ArrayList<>();
    private Collection<Span> current = List.of();

    /** Every node made or found from here on comes from {@code spans}, until told otherwise. */
    public void origin(Collection<Span> spans) {
        current = spans;
    }

    /** Where in the model files a node comes from: a few places, first found first. */
    public Set<Span> origins(Node node) {
        return Collections.unmodifiableSet(origins.get(node.id()));
    }

    /** Number of nodes made so far; ids are below it. */
    public int size() {
        return origins.size();
    }

    public Constant constant(double value) {
        return (Constant) share(List.of(ElementType.REAL, value), id -> new Constant(id, ElementType.REAL, value));
    }

    public Constant truth(boolean value) {
        return (Constant)
                share(List.of(ElementType.BOOL, value), id -> new Constant(id, ElementType.BOOL, value ? 1 : 0));
    }

    public Variable variable(Role role, String name, Shape shape) {
        return (Variable) share(List.of(role, name, shape), id -> new Variable(id, role, name, shape));
    }

    public AxisSize size(Axis axis) {
        return (AxisSize) share(axis, id -> new AxisSize(id, axis));
    }

    public Node apply(Primitive primitive, Node... operands) {
        return apply(primitive, Arrays.asList(operands));
    }

    /**
     * @throws IllegalArgumentException if the number or the types of the operands do not fit
     */
    public Node apply(Primitive primitive, List<Node> operands) {
        int arity = primitive.arity();
        if (arity == Primitive.MANY ? operands.size() < 2 : operands.size() != arity) {
            throw new IllegalArgumentException(primitive + " of " + operands.size() + " operands");
        }
        Shape shape = operands.get(0).shape();
        for (Node operand : operands) {
            if (operand.type() != primitive.operandType()) {
                throw new IllegalArgumentException(primitive + " of " + operand.type());
            }
            shape = shape.union(operand.shape());
        }
        Shape union = shape;
        List<Node> copy = List.copyOf(operands);
        return share(new Key(primitive, copy), id -> new Apply(id, union, primitive, copy));
    }

    /**
     * The reduction of {@code body} over {@code axes}. The body need not have all of them: along an axis it lacks it is
     * uniform, and the result is what the reduction makes of that many equal elements.
     */
    public Node reduce(Reduction reduction, Collection<Axis> axes, Node body) {
        List<Axis> own = body.shape().axes().stream().filter(axes::contains).toList();
        Node result = own.isEmpty()
                ? body
                : share(new Key(List.of(reduction, own), List.of(body)), id -> new Reduce(id, reduction, own, body));
        for (Axis axis : axes) {
            if (!own.contains(axis)) {
                result = reduction.ofEqual(this, result, size(axis));
            }
        }
        return result;
    }

    /** @throws IllegalArgumentException if the condition is no truth value or the branches differ in type */
    public Node select(Node condition, Node whenTrue, Node whenFalse) {
        if (condition.type() != ElementType.BOOL || whenTrue.type() != whenFalse.type()) {
            throw new IllegalArgumentException(
                    "if " + condition.type() + " then " + whenTrue.type() + " else " + whenFalse.type());
        }
        Shape shape = condition.shape().union(whenTrue.shape()).union(whenFalse.shape());
        List<Node> operands = List.of(condition, whenTrue, whenFalse);
        return share(new Key("select", operands), id -> new Select(id, shape, condition, whenTrue, whenFalse));
    }

    /** The same operation as {@code node}, which may belong to another DAG, on operands of this one. */
    public Node with(Node node, List<Node> operands) {
        return node.accept(new NodeVisitor<>() {
            @Override
            public Node visit(Constant c) {
                return c.type() == ElementType.BOOL ? truth(c.value() != 0) : constant(c.value());
            }

            @Override
            public Node visit(Variable v) {
                return variable(v.role(), v.name(), v.shape());
            }

            @Override
            public Node visit(AxisSize s) {
                return size(s.axis());
            }

            @Override
            public Node visit(Apply a) {
                return apply(a.primitive(), operands);
            }

            @Override
            public Node visit(Reduce r) {
                return reduce(r.reduction(), r.axes(), operands.get(0));
            }

            @Override
            public Node visit(Select s) {
                return select(operands.get(0), operands.get(1), operands.get(2));
            }
        });
    }

    public Node add(Node a, Node b) {
        return apply(Primitive.ADD, a, b);
    }

    public Node sub(Node a, Node b) {
        return apply(Primitive.SUB, a, b);
    }

    public Node mul(Node a, Node b) {
        return apply(Primitive.MUL, a, b);
    }

    public Node div(Node a, Node b) {
        return apply(Primitive.DIV, a, b);
    }

    public Node neg(Node a) {
        return apply(Primitive.NEG, a);
    }

    public Node pow(Node base, Node exponent) {
        return apply(Primitive.POW, base, exponent);
    }

    public Node reciprocal(Node a) {
        return div(constant(1), a);
    }

    public Node exp(Node a) {
        return apply(Primitive.EXP, a);
    }

    public Node expm1(Node a) {
        return apply(Primitive.EXPM1, a);
    }

    public Node log(Node a) {
        return apply(Primitive.LOG, a);
    }

    public Node sigmoid(Node a) {
        return apply(Primitive.SIGMOID, a);
    }

    public Node sin(Node a) {
        return apply(Primitive.SIN, a);
    }

    public Node cos(Node a) {
        return apply(Primitive.COS, a);
    }

    public Node sinh(Node a) {
        return apply(Primitive.SINH, a);
    }

    public Node cosh(Node a) {
        return apply(Primitive.COSH, a);
    }

    public Node sqrt(Node a) {
        return apply(Primitive.SQRT, a);
    }

    public Node sign(Node a) {
        return apply(Primitive.SIGN, a);
    }

    public Node gt(Node a, Node b) {
        return apply(Primitive.GT, a, b);
    }

    public Node lt(Node a, Node b) {
        return apply(Primitive.LT, a, b);
    }

    public Node eq(Node a, Node b) {
        return apply(Primitive.EQ, a, b);
    }

    public Node and(Node a, Node b) {
        return apply(Primitive.AND, a, b);
    }

    public Node or(Node a, Node b) {
        return apply(Primitive.OR, a, b);
    }

    public Node not(Node a) {
        return apply(Primitive.NOT, a);
    }

    private Node share(Object key, java.util.function.IntFunction<Node> make) {
        Node node = nodes.get(key);
        boolean found = node != null;
        if (!found) {
            node = make.apply(origins.size());
            nodes.put(key, node);
            origins.add(new LinkedHashSet<>(2));
        }
        // A variable or constant comes from where it is declared or first written, not from all its uses.
        if (!found || !node.operands().isEmpty()) {
            addOrigins(origins.get(node.id()));
        }
        return node;
    }

    private void addOrigins(Set<Span> places) {
        for (Span span : current) {
            if (places.size() < MOST_ORIGINS) {
                places.add(span);
            }
        }
    }

    /** Structure of an inner node; operands compare by identity, so hashing costs their number, not their depth. */
    private record Key(Object operation, List<Node> operands) {}
}
