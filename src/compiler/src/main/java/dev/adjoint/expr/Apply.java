package dev.adjoint.expr;

import java.util.List;

/** A primitive applied pointwise; operands are aligned by axis name and spread over axes they lack. */
public final class Apply extends Node {
    private final Primitive primitive;

    Apply(int id, Shape shape, Primitive primitive, List<Node> operands) {
        super(
                id,
                shape,
                primitive.resultType(),
                operands,
                primitive.staysFinite(operands) && operands.stream().allMatch(Node::isFinite));
        this.primitive = primitive;
    }

    public Primitive primitive() {
        return primitive;
    }

    @Override
    public boolean is(Primitive other) {
        return primitive == other;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String operation() {
        return primitive.symbol();
    }
}
