package dev.adjoint.expr;

import java.util.List;

/**
 * A recurrence: the step is applied at one index of an axis after the other, and carries state from each to the next.
 *
 * <p>The step's formals are the carries, then one slice for each sequence (its element at the index, without the axis),
 * then constants, the same at every index. Its results are the next carries, then what it emits. Operands are the initial
 * carries, the sequences and the constants, each perhaps without axes of its formal (of a sequence: without the axis, too),
 * along which it is uniform.
 *
 * <p>Its value is a tuple: the last carries; then for each carry what it was <em>before</em> each step, along the axis,
 * which its adjoint needs; then what was emitted, along the axis.
 */
public final class Scan extends Node {
    private final Axis axis;
    private final boolean reverse;
    private final int carries;
    private final int sequences;
    private final Lambda step;

    Scan(int id, Axis axis, boolean reverse, int carries, int sequences, Lambda step, List<Node> operands) {
        super(id, Shape.SCALAR, ElementType.TUPLE, operands, false);
        this.axis = axis;
        this.reverse = reverse;
        this.carries = carries;
        this.sequences = sequences;
        this.step = step;
    }

    public Axis axis() {
        return axis;
    }

    /** Whether it runs from the last index to the first. */
    public boolean isReverse() {
        return reverse;
    }

    public int carries() {
        return carries;
    }

    public int sequences() {
        return sequences;
    }

    public Lambda step() {
        return step;
    }

    public List<Node> initials() {
        return operands().subList(0, carries);
    }

    public List<Node> sequenceOperands() {
        return operands().subList(carries, carries + sequences);
    }

    public List<Node> constants() {
        return operands().subList(carries + sequences, operands().size());
    }

    /** The axes that an operand may have: those of its formal, and for a sequence the scan's axis before them. */
    public Shape operandShape(int operand) {
        Shape formal = step.formals().get(operand).shape();
        boolean isSequence = operand >= carries && operand < carries + sequences;
        return isSequence ? Shape.of(axis).union(formal) : formal;
    }

    /** Position in the tuple of the last value of a carry. */
    public int last(int carry) {
        return carry;
    }

    /** Position in the tuple of a carry's values before each step. */
    public int before(int carry) {
        return carries + carry;
    }

    /** Position in the tuple of what was emitted. */
    public int emitted(int emission) {
        return 2 * carries + emission;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return (reverse ? "reverse scan " : "scan ") + axis + " of " + step.name();
    }
}
