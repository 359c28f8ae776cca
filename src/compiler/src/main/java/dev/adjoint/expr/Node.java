package dev.adjoint.expr;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A value of the expression DAG: a function of the model's variables, for every index of its free axes.
 *
 * <p>Nodes are made by a {@link Dag} only and are hash-consed there: within one DAG, equal structure is the same object,
 * so nodes compare by identity. Operands always have smaller ids than their users: ascending id is a topological order,
 * and no pass needs recursion.
 */
public abstract sealed class Node
        permits Constant,
                Variable,
                AxisSize,
                Position,
                Apply,
                Reduce,
                Select,
                Access,
                Scatter,
                Reshape,
                Call,
                Scan,
                Result {
    private final int id;
    private final Shape shape;
    private final ElementType type;
    private final List<Node> operands;
    private final boolean isFinite;

    Node(int id, Shape shape, ElementType type, List<Node> operands, boolean isFinite) {
        this.id = id;
        this.shape = shape;
        this.type = type;
        this.operands = operands;
        this.isFinite = isFinite;
    }

    /** Position in order of creation; operands come first. */
    public final int id() {
        return id;
    }

    /** The free axes. */
    public final Shape shape() {
        return shape;
    }

    public final ElementType type() {
        return type;
    }

    public final List<Node> operands() {
        return operands;
    }

    public final Node operand(int index) {
        return operands.get(index);
    }

    /**
     * Whether its structure shows that it is finite for all finite data and parameters, unless a sum or product overflows.
     * What calls and scans give, and what their formals stand for, is not looked into.
     */
    public final boolean isFinite() {
        return isFinite;
    }

    /** Whether this is the constant {@code value}; zero matches either sign. */
    public boolean isConstant(double value) {
        return false;
    }

    /** Whether this applies {@code primitive}. */
    public boolean is(Primitive primitive) {
        return false;
    }

    public abstract <R> R accept(NodeVisitor<R> visitor);

    /** What it does to its operands, in a word. */
    public abstract String operation();

    /** A short form for a reader of dumps; printing formulas is the business of package {@code print}. */
    @Override
    public String toString() {
        return operands.isEmpty()
                ? operation() + shape
                : operands.stream().map(n -> "%" + n.id).collect(Collectors.joining(", ", operation() + "(", ")"));
    }
}
